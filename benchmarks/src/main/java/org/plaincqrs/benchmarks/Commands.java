package org.plaincqrs.benchmarks;

import java.util.List;
import java.util.UUID;
import org.plaincqrs.command.ICommand;

/** A hundred command classes, for dispatch over many types. */
final class Commands {
  private static final UUID ID = new UUID(1, 1);

  private Commands() {}

  /** One command of each class; the handler answers its number. */
  static List<ICommand<Integer>> all() {
    return List.of(
        new C0(ID, 0),
        new C1(ID, 1),
        new C2(ID, 2),
        new C3(ID, 3),
        new C4(ID, 4),
        new C5(ID, 5),
        new C6(ID, 6),
        new C7(ID, 7),
        new C8(ID, 8),
        new C9(ID, 9),
        new C10(ID, 10),
        new C11(ID, 11),
        new C12(ID, 12),
        new C13(ID, 13),
        new C14(ID, 14),
        new C15(ID, 15),
        new C16(ID, 16),
        new C17(ID, 17),
        new C18(ID, 18),
        new C19(ID, 19),
        new C20(ID, 20),
        new C21(ID, 21),
        new C22(ID, 22),
        new C23(ID, 23),
        new C24(ID, 24),
        new C25(ID, 25),
        new C26(ID, 26),
        new C27(ID, 27),
        new C28(ID, 28),
        new C29(ID, 29),
        new C30(ID, 30),
        new C31(ID, 31),
        new C32(ID, 32),
        new C33(ID, 33),
        new C34(ID, 34),
        new C35(ID, 35),
        new C36(ID, 36),
        new C37(ID, 37),
        new C38(ID, 38),
        new C39(ID, 39),
        new C40(ID, 40),
        new C41(ID, 41),
        new C42(ID, 42),
        new C43(ID, 43),
        new C44(ID, 44),
        new C45(ID, 45),
        new C46(ID, 46),
        new C47(ID, 47),
        new C48(ID, 48),
        new C49(ID, 49),
        new C50(ID, 50),
        new C51(ID, 51),
        new C52(ID, 52),
        new C53(ID, 53),
        new C54(ID, 54),
        new C55(ID, 55),
        new C56(ID, 56),
        new C57(ID, 57),
        new C58(ID, 58),
        new C59(ID, 59),
        new C60(ID, 60),
        new C61(ID, 61),
        new C62(ID, 62),
        new C63(ID, 63),
        new C64(ID, 64),
        new C65(ID, 65),
        new C66(ID, 66),
        new C67(ID, 67),
        new C68(ID, 68),
        new C69(ID, 69),
        new C70(ID, 70),
        new C71(ID, 71),
        new C72(ID, 72),
        new C73(ID, 73),
        new C74(ID, 74),
        new C75(ID, 75),
        new C76(ID, 76),
        new C77(ID, 77),
        new C78(ID, 78),
        new C79(ID, 79),
        new C80(ID, 80),
        new C81(ID, 81),
        new C82(ID, 82),
        new C83(ID, 83),
        new C84(ID, 84),
        new C85(ID, 85),
        new C86(ID, 86),
        new C87(ID, 87),
        new C88(ID, 88),
        new C89(ID, 89),
        new C90(ID, 90),
        new C91(ID, 91),
        new C92(ID, 92),
        new C93(ID, 93),
        new C94(ID, 94),
        new C95(ID, 95),
        new C96(ID, 96),
        new C97(ID, 97),
        new C98(ID, 98),
        new C99(ID, 99));
  }

  record C0(UUID id, int number) implements ICommand<Integer> {}

  record C1(UUID id, int number) implements ICommand<Integer> {}

  record C2(UUID id, int number) implements ICommand<Integer> {}

  record C3(UUID id, int number) implements ICommand<Integer> {}

  record C4(UUID id, int number) implements ICommand<Integer> {}

  record C5(UUID id, int number) implements ICommand<Integer> {}

  record C6(UUID id, int number) implements ICommand<Integer> {}

  record C7(UUID id, int number) implements ICommand<Integer> {}

  record C8(UUID id, int number) implements ICommand<Integer> {}

  record C9(UUID id, int number) implements ICommand<Integer> {}

  record C10(UUID id, int number) implements ICommand<Integer> {}

  record C11(UUID id, int number) implements ICommand<Integer> {}

  record C12(UUID id, int number) implements ICommand<Integer> {}

  record C13(UUID id, int number) implements ICommand<Integer> {}

  record C14(UUID id, int number) implements ICommand<Integer> {}

  record C15(UUID id, int number) implements ICommand<Integer> {}

  record C16(UUID id, int number) implements ICommand<Integer> {}

  record C17(UUID id, int number) implements ICommand<Integer> {}

  record C18(UUID id, int number) implements ICommand<Integer> {}

  record C19(UUID id, int number) implements ICommand<Integer> {}

  record C20(UUID id, int number) implements ICommand<Integer> {}

  record C21(UUID id, int number) implements ICommand<Integer> {}

  record C22(UUID id, int number) implements ICommand<Integer> {}

  record C23(UUID id, int number) implements ICommand<Integer> {}

  record C24(UUID id, int number) implements ICommand<Integer> {}

  record C25(UUID id, int number) implements ICommand<Integer> {}

  record C26(UUID id, int number) implements ICommand<Integer> {}

  record C27(UUID id, int number) implements ICommand<Integer> {}

  record C28(UUID id, int number) implements ICommand<Integer> {}

  record C29(UUID id, int number) implements ICommand<Integer> {}

  record C30(UUID id, int number) implements ICommand<Integer> {}

  record C31(UUID id, int number) implements ICommand<Integer> {}

  record C32(UUID id, int number) implements ICommand<Integer> {}

  record C33(UUID id, int number) implements ICommand<Integer> {}

  record C34(UUID id, int number) implements ICommand<Integer> {}

  record C35(UUID id, int number) implements ICommand<Integer> {}

  record C36(UUID id, int number) implements ICommand<Integer> {}

  record C37(UUID id, int number) implements ICommand<Integer> {}

  record C38(UUID id, int number) implements ICommand<Integer> {}

  record C39(UUID id, int number) implements ICommand<Integer> {}

  record C40(UUID id, int number) implements ICommand<Integer> {}

  record C41(UUID id, int number) implements ICommand<Integer> {}

  record C42(UUID id, int number) implements ICommand<Integer> {}

  record C43(UUID id, int number) implements ICommand<Integer> {}

  record C44(UUID id, int number) implements ICommand<Integer> {}

  record C45(UUID id, int number) implements ICommand<Integer> {}

  record C46(UUID id, int number) implements ICommand<Integer> {}

  record C47(UUID id, int number) implements ICommand<Integer> {}

  record C48(UUID id, int number) implements ICommand<Integer> {}

  record C49(UUID id, int number) implements ICommand<Integer> {}

  record C50(UUID id, int number) implements ICommand<Integer> {}

  record C51(UUID id, int number) implements ICommand<Integer> {}

  record C52(UUID id, int number) implements ICommand<Integer> {}

  record C53(UUID id, int number) implements ICommand<Integer> {}

  record C54(UUID id, int number) implements ICommand<Integer> {}

  record C55(UUID id, int number) implements ICommand<Integer> {}

  record C56(UUID id, int number) implements ICommand<Integer> {}

  record C57(UUID id, int number) implements ICommand<Integer> {}

  record C58(UUID id, int number) implements ICommand<Integer> {}

  record C59(UUID id, int number) implements ICommand<Integer> {}

  record C60(UUID id, int number) implements ICommand<Integer> {}

  record C61(UUID id, int number) implements ICommand<Integer> {}

  record C62(UUID id, int number) implements ICommand<Integer> {}

  record C63(UUID id, int number) implements ICommand<Integer> {}

  record C64(UUID id, int number) implements ICommand<Integer> {}

  record C65(UUID id, int number) implements ICommand<Integer> {}

  record C66(UUID id, int number) implements ICommand<Integer> {}

  record C67(UUID id, int number) implements ICommand<Integer> {}

  record C68(UUID id, int number) implements ICommand<Integer> {}

  record C69(UUID id, int number) implements ICommand<Integer> {}

  record C70(UUID id, int number) implements ICommand<Integer> {}

  record C71(UUID id, int number) implements ICommand<Integer> {}

  record C72(UUID id, int number) implements ICommand<Integer> {}

  record C73(UUID id, int number) implements ICommand<Integer> {}

  record C74(UUID id, int number) implements ICommand<Integer> {}

  record C75(UUID id, int number) implements ICommand<Integer> {}

  record C76(UUID id, int number) implements ICommand<Integer> {}

  record C77(UUID id, int number) implements ICommand<Integer> {}

  record C78(UUID id, int number) implements ICommand<Integer> {}

  record C79(UUID id, int number) implements ICommand<Integer> {}

  record C80(UUID id, int number) implements ICommand<Integer> {}

  record C81(UUID id, int number) implements ICommand<Integer> {}

  record C82(UUID id, int number) implements ICommand<Integer> {}

  record C83(UUID id, int number) implements ICommand<Integer> {}

  record C84(UUID id, int number) implements ICommand<Integer> {}

  record C85(UUID id, int number) implements ICommand<Integer> {}

  record C86(UUID id, int number) implements ICommand<Integer> {}

  record C87(UUID id, int number) implements ICommand<Integer> {}

  record C88(UUID id, int number) implements ICommand<Integer> {}

  record C89(UUID id, int number) implements ICommand<Integer> {}

  record C90(UUID id, int number) implements ICommand<Integer> {}

  record C91(UUID id, int number) implements ICommand<Integer> {}

  record C92(UUID id, int number) implements ICommand<Integer> {}

  record C93(UUID id, int number) implements ICommand<Integer> {}

  record C94(UUID id, int number) implements ICommand<Integer> {}

  record C95(UUID id, int number) implements ICommand<Integer> {}

  record C96(UUID id, int number) implements ICommand<Integer> {}

  record C97(UUID id, int number) implements ICommand<Integer> {}

  record C98(UUID id, int number) implements ICommand<Integer> {}

  record C99(UUID id, int number) implements ICommand<Integer> {}
}
