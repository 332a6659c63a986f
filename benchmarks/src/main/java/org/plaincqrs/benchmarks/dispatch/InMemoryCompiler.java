package org.plaincqrs.benchmarks.dispatch;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.StringWriter;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;

/** Turns one source text into loaded classes, on the class path of this program. */
final class InMemoryCompiler {
  private static final class Source extends SimpleJavaFileObject {
    private final String text;

    private Source(String className, String text) {
      super(URI.create("string:///" + className.replace('.', '/') + ".java"), Kind.SOURCE);
      this.text = text;
    }

    @Override
    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
      return text;
    }
  }

  private static final class Output extends SimpleJavaFileObject {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    private Output(String className) {
      super(URI.create("memory:///" + className.replace('.', '/') + ".class"), Kind.CLASS);
    }

    @Override
    public OutputStream openOutputStream() {
      return bytes;
    }
  }

  private static final class Outputs extends ForwardingJavaFileManager<JavaFileManager> {
    private final Map<String, Output> byClass = new HashMap<>();

    private Outputs(JavaFileManager manager) {
      super(manager);
    }

    @Override
    public JavaFileObject getJavaFileForOutput(
        Location location, String className, JavaFileObject.Kind kind, @Nullable FileObject near) {
      return byClass.computeIfAbsent(className, Output::new);
    }
  }

  private static final class Loader extends ClassLoader {
    private final Map<String, Output> byClass;

    private Loader(Map<String, Output> byClass) {
      super(InMemoryCompiler.class.getClassLoader());
      this.byClass = byClass;
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
      Output output = byClass.get(name);
      if (output == null) {
        throw new ClassNotFoundException(name);
      }
      byte[] code = output.bytes.toByteArray();
      return defineClass(name, code, 0, code.length);
    }
  }

  private InMemoryCompiler() {}

  /**
   * A loader of the class and of what is nested in it.
   *
   * @throws IllegalStateException when the text does not compile, or without a JDK
   */
  static ClassLoader compile(String className, String text) {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    if (compiler == null) {
      throw new IllegalStateException("There is no compiler; run the benchmarks on a JDK.");
    }
    Outputs outputs = new Outputs(compiler.getStandardFileManager(null, null, null));
    StringWriter errors = new StringWriter();
    List<String> options = List.of("-proc:none", "-cp", System.getProperty("java.class.path"));
    List<Source> sources = List.of(new Source(className, text));
    if (!compiler.getTask(errors, outputs, null, options, null, sources).call()) {
      throw new IllegalStateException("The generated classes do not compile: " + errors);
    }
    return new Loader(outputs.byClass);
  }
}
