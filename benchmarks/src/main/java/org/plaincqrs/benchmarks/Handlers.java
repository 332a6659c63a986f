package org.plaincqrs.benchmarks;

import org.plaincqrs.command.ICommand;
import org.plaincqrs.command.ICommandHandler;

/**
 * A hundred handlers, each of a class of its own, so that the call to them is as unpredictable as
 * in an application.
 */
final class Handlers {
  private Handlers() {}

  static ICommandHandler<ICommand<Integer>, Integer> distinct(int i) {
    return switch (i) {
      case 0 -> command -> 0;
      case 1 -> command -> 1;
      case 2 -> command -> 2;
      case 3 -> command -> 3;
      case 4 -> command -> 4;
      case 5 -> command -> 5;
      case 6 -> command -> 6;
      case 7 -> command -> 7;
      case 8 -> command -> 8;
      case 9 -> command -> 9;
      case 10 -> command -> 10;
      case 11 -> command -> 11;
      case 12 -> command -> 12;
      case 13 -> command -> 13;
      case 14 -> command -> 14;
      case 15 -> command -> 15;
      case 16 -> command -> 16;
      case 17 -> command -> 17;
      case 18 -> command -> 18;
      case 19 -> command -> 19;
      case 20 -> command -> 20;
      case 21 -> command -> 21;
      case 22 -> command -> 22;
      case 23 -> command -> 23;
      case 24 -> command -> 24;
      case 25 -> command -> 25;
      case 26 -> command -> 26;
      case 27 -> command -> 27;
      case 28 -> command -> 28;
      case 29 -> command -> 29;
      case 30 -> command -> 30;
      case 31 -> command -> 31;
      case 32 -> command -> 32;
      case 33 -> command -> 33;
      case 34 -> command -> 34;
      case 35 -> command -> 35;
      case 36 -> command -> 36;
      case 37 -> command -> 37;
      case 38 -> command -> 38;
      case 39 -> command -> 39;
      case 40 -> command -> 40;
      case 41 -> command -> 41;
      case 42 -> command -> 42;
      case 43 -> command -> 43;
      case 44 -> command -> 44;
      case 45 -> command -> 45;
      case 46 -> command -> 46;
      case 47 -> command -> 47;
      case 48 -> command -> 48;
      case 49 -> command -> 49;
      case 50 -> command -> 50;
      case 51 -> command -> 51;
      case 52 -> command -> 52;
      case 53 -> command -> 53;
      case 54 -> command -> 54;
      case 55 -> command -> 55;
      case 56 -> command -> 56;
      case 57 -> command -> 57;
      case 58 -> command -> 58;
      case 59 -> command -> 59;
      case 60 -> command -> 60;
      case 61 -> command -> 61;
      case 62 -> command -> 62;
      case 63 -> command -> 63;
      case 64 -> command -> 64;
      case 65 -> command -> 65;
      case 66 -> command -> 66;
      case 67 -> command -> 67;
      case 68 -> command -> 68;
      case 69 -> command -> 69;
      case 70 -> command -> 70;
      case 71 -> command -> 71;
      case 72 -> command -> 72;
      case 73 -> command -> 73;
      case 74 -> command -> 74;
      case 75 -> command -> 75;
      case 76 -> command -> 76;
      case 77 -> command -> 77;
      case 78 -> command -> 78;
      case 79 -> command -> 79;
      case 80 -> command -> 80;
      case 81 -> command -> 81;
      case 82 -> command -> 82;
      case 83 -> command -> 83;
      case 84 -> command -> 84;
      case 85 -> command -> 85;
      case 86 -> command -> 86;
      case 87 -> command -> 87;
      case 88 -> command -> 88;
      case 89 -> command -> 89;
      case 90 -> command -> 90;
      case 91 -> command -> 91;
      case 92 -> command -> 92;
      case 93 -> command -> 93;
      case 94 -> command -> 94;
      case 95 -> command -> 95;
      case 96 -> command -> 96;
      case 97 -> command -> 97;
      case 98 -> command -> 98;
      default -> command -> 99;
    };
  }
}
