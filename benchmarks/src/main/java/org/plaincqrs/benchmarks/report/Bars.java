package org.plaincqrs.benchmarks.report;

import java.util.List;

/** A bar for each of several times, from 0, side by side for comparison. */
record Bars(String title, List<Bar> bars) {
  private static final int WIDTH = 760;
  private static final int LEFT = 290;
  private static final int RIGHT = 100;
  private static final int TOP = 40;
  private static final int STEP = 26;
  private static final int THICKNESS = 16;

  /** One of them; the colours are those of {@link Svg}. */
  record Bar(String label, double nanos, int colour) {}

  String svg() {
    Svg svg = new Svg(WIDTH, TOP + bars.size() * STEP + 14, title);
    double longest = bars.stream().mapToDouble(Bar::nanos).max().orElse(1);
    double y = TOP;
    for (Bar bar : bars) {
      double width = bar.nanos / longest * (WIDTH - LEFT - RIGHT);
      double middle = y + THICKNESS / 2.0 + 4;
      svg.text("text", "end", LEFT - 8, middle, bar.label);
      svg.rectangle("f" + bar.colour, LEFT, y, Math.max(1, width), THICKNESS);
      svg.text("faint", "start", LEFT + width + 6, middle, Figure.time(bar.nanos));
      y += STEP;
    }
    return svg.toString();
  }
}
