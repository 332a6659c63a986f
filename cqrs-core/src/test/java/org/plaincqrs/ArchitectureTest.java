package org.plaincqrs;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.GeneralCodingRules;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/** The one import table for all packages, and the rules of names. */
class ArchitectureTest {
  private static final String ROOT = "org.plaincqrs";

  /** Which packages of the library a package may use; the root is the empty name. */
  private static final Map<String, Set<String>> MAY_USE =
      Map.ofEntries(
          Map.entry("error", Set.of()),
          Map.entry("event", Set.of("error")),
          Map.entry("dispatch", Set.of("event", "error")),
          Map.entry("dispatch.internal", Set.of("dispatch", "event", "error")),
          Map.entry("storage", Set.of("event", "error")),
          Map.entry(
              "command", Set.of("dispatch", "dispatch.internal", "event", "storage", "error")),
          Map.entry("aggregate", Set.of("command", "event", "storage", "error")),
          Map.entry("query", Set.of("dispatch", "dispatch.internal", "event", "storage", "error")),
          Map.entry("projection", Set.of("event", "query", "storage", "subscription", "error")),
          Map.entry("subscription", Set.of("event", "storage", "error")),
          Map.entry(
              "",
              Set.of(
                  "aggregate",
                  "command",
                  "dispatch",
                  "dispatch.internal",
                  "error",
                  "event",
                  "projection",
                  "query",
                  "storage",
                  "subscription")));

  private static final List<String> FOREIGN = List.of("java.", "org.slf4j", "org.jspecify");
  private static final List<String> PREFIXED =
      List.of(
          "ICommand",
          "ICommandHandler",
          "IQuery",
          "IQueryHandler",
          "IReadRepository",
          "IRepository");

  private static final JavaClasses LIBRARY =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages(ROOT);

  @Test
  void every_package_uses_only_what_the_import_table_allows_it() {
    assertThat(violations(MAY_USE)).isEmpty();
  }

  @Test
  void a_table_without_one_needed_entry_is_found_broken() {
    Map<String, Set<String>> wrong = new TreeMap<>(MAY_USE);
    wrong.put("storage", Set.of("error"));

    List<String> violations = violations(wrong);

    assertThat(violations).contains("storage uses event");
    assertThat(violations).allMatch(violation -> violation.equals("storage uses event"));
  }

  @Test
  void a_table_without_a_package_is_found_broken() {
    Map<String, Set<String>> wrong = new TreeMap<>(MAY_USE);
    wrong.remove("query");

    assertThat(violations(wrong)).contains("query is not in the table");
  }

  @Test
  void the_table_names_only_packages_that_exist() {
    assertThat(LIBRARY.stream().map(ArchitectureTest::packageOf).distinct())
        .containsExactlyInAnyOrderElementsOf(MAY_USE.keySet());
  }

  @Test
  void packages_form_no_cycle() {
    slices().matching(ROOT + ".(**)").should().beFreeOfCycles().check(LIBRARY);
  }

  @Test
  void the_core_knows_no_sql() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("java.sql..", "javax.sql..")
        .check(LIBRARY);
  }

  @Test
  void no_public_signature_names_an_internal_type() {
    Stream<String> leaks =
        LIBRARY.stream()
            .filter(type -> !isInternal(type) && type.getModifiers().contains(JavaModifier.PUBLIC))
            .flatMap(type -> type.getCodeUnits().stream())
            .filter(ArchitectureTest::isVisible)
            .filter(
                unit ->
                    Stream.concat(
                            Stream.of(unit.getRawReturnType()),
                            unit.getRawParameterTypes().stream())
                        .anyMatch(ArchitectureTest::isInternal))
            .map(JavaCodeUnit::getFullName);

    assertThat(leaks).isEmpty();
  }

  @Test
  void the_prefix_I_marks_exactly_the_interfaces_of_the_pattern() {
    assertThat(
            LIBRARY.stream().map(JavaClass::getSimpleName).filter(name -> name.matches("I[A-Z].*")))
        .containsExactlyInAnyOrderElementsOf(PREFIXED);
  }

  @Test
  void no_class_is_named_by_a_word_that_says_nothing() {
    noClasses()
        .should()
        .haveNameMatching(".*(Impl|Util|Utils|Helper|Manager)")
        .orShould()
        .haveNameMatching(".*\\.Default[A-Z].*")
        .check(LIBRARY);
  }

  @Test
  void every_package_is_described_and_null_marked() {
    for (String name : MAY_USE.keySet()) {
      JavaPackage described = LIBRARY.getPackage(name.isEmpty() ? ROOT : ROOT + "." + name);

      assertThat(described.tryGetPackageInfo()).as(described.getName()).isPresent();
      assertThat(described.isAnnotatedWith(NullMarked.class)).as(described.getName()).isTrue();
    }
  }

  @Test
  void nothing_prints_to_the_console() {
    GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS.check(LIBRARY);
  }

  @Test
  void every_exception_of_the_library_has_the_one_root() {
    classes()
        .that()
        .areAssignableTo(Throwable.class)
        .should()
        .beAssignableTo(
            describe("the root", type -> type.getName().equals(ROOT + ".error.CqrsException")))
        .check(LIBRARY);
  }

  private static List<String> violations(Map<String, Set<String>> table) {
    return LIBRARY.stream().flatMap(type -> violations(type, table)).distinct().sorted().toList();
  }

  private static Stream<String> violations(JavaClass type, Map<String, Set<String>> table) {
    String own = packageOf(type);
    Set<String> allowed = table.get(own);
    if (allowed == null) {
      return Stream.of(own + " is not in the table");
    }
    return type.getDirectDependenciesFromSelf().stream()
        .map(dependency -> dependency.getTargetClass().getBaseComponentType())
        .filter(target -> !target.isPrimitive())
        .filter(target -> !isAllowed(target, own, allowed))
        .map(
            target ->
                own + " uses " + (isOurs(target) ? packageOf(target) : target.getPackageName()));
  }

  private static boolean isAllowed(JavaClass target, String own, Set<String> allowed) {
    return isOurs(target)
        ? packageOf(target).equals(own) || allowed.contains(packageOf(target))
        : FOREIGN.stream().anyMatch(target.getName()::startsWith);
  }

  private static boolean isOurs(JavaClass type) {
    return type.getName().startsWith(ROOT + ".");
  }

  private static String packageOf(JavaClass type) {
    String name = type.getPackageName();
    return name.equals(ROOT) ? "" : name.substring(ROOT.length() + 1);
  }

  private static boolean isInternal(JavaClass type) {
    return (type.getBaseComponentType().getPackageName() + ".").contains(".internal.");
  }

  private static boolean isVisible(JavaCodeUnit unit) {
    return unit.getModifiers().contains(JavaModifier.PUBLIC)
        || unit.getModifiers().contains(JavaModifier.PROTECTED);
  }
}
