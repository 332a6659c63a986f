package org.plaincqrs.benchmarks.report;

import java.util.List;
import java.util.Locale;

/**
 * A drawing in the making. It brings its own background, dark where the reader's system is dark,
 * and colours that are told apart on both.
 */
final class Svg {
  static final int OURS = 0;
  static final int FLOOR = 1;
  static final int PEER = 2;

  /** Where all of it is ours, one after the other. */
  static final List<Integer> ONLY_OURS = List.of(OURS, 3, 4, 5);

  private static final String STYLE =
      """
      <style>
      .back { fill: #ffffff } .text { fill: #1f2328 } .faint { fill: #59636e }
      .grid { stroke: #d1d9e0; fill: none } .line { stroke-width: 2; fill: none }
      text { font: 12px system-ui, sans-serif } .title { font-weight: 600; font-size: 14px }
      .f0 { fill: #0969da } .s0 { stroke: #0969da } .f1 { fill: #818b98 } .s1 { stroke: #818b98 }
      .f2 { fill: #bc4c00 } .s2 { stroke: #bc4c00 } .f3 { fill: #8250df } .s3 { stroke: #8250df }
      .f4 { fill: #1a7f37 } .s4 { stroke: #1a7f37 } .f5 { fill: #bf3989 } .s5 { stroke: #bf3989 }
      @media (prefers-color-scheme: dark) {
      .back { fill: #0d1117 } .text { fill: #f0f6fc } .faint { fill: #9198a1 }
      .grid { stroke: #3d444d }
      .f0 { fill: #4493f8 } .s0 { stroke: #4493f8 } .f1 { fill: #9198a1 } .s1 { stroke: #9198a1 }
      .f2 { fill: #f0883e } .s2 { stroke: #f0883e } .f3 { fill: #ab7df8 } .s3 { stroke: #ab7df8 }
      .f4 { fill: #3fb950 } .s4 { stroke: #3fb950 } .f5 { fill: #db61a2 } .s5 { stroke: #db61a2 }
      }
      </style>
      """;

  private final StringBuilder text = new StringBuilder();

  /** An empty one with a title, in pixels. */
  Svg(int width, int height, String title) {
    add(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" width=\"%d\" height=\"%d\""
            + " role=\"img\">%n",
        width, height, width, height);
    add("<title>%s</title>%n", escaped(title));
    text.append(STYLE);
    add("<rect class=\"back\" width=\"%d\" height=\"%d\"/>%n", width, height);
    text("text title", "start", 16, 24, title);
  }

  /** A text at its base line; anchored at its start, middle or end. */
  void text(String style, String anchor, double x, double y, String content) {
    add(
        "<text class=\"%s\" text-anchor=\"%s\" x=\"%.1f\" y=\"%.1f\">%s</text>%n",
        style, anchor, x, y, escaped(content));
  }

  void rectangle(String style, double x, double y, double width, double height) {
    add(
        "<rect class=\"%s\" x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\"/>%n",
        style, x, y, width, height);
  }

  void dot(String style, double x, double y) {
    add("<circle class=\"%s\" cx=\"%.1f\" cy=\"%.1f\" r=\"3.5\"/>%n", style, x, y);
  }

  void line(String style, double x1, double y1, double x2, double y2) {
    add("<path class=\"%s\" d=\"M%.1f %.1fL%.1f %.1f\"/>%n", style, x1, y1, x2, y2);
  }

  private void add(String format, Object... values) {
    text.append(String.format(Locale.ROOT, format, values).replace(System.lineSeparator(), "\n"));
  }

  private static String escaped(String content) {
    return content.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }

  @Override
  public String toString() {
    return text + "</svg>\n";
  }
}
