package org.plaincqrs.benchmarks.report;

import java.util.List;
import java.util.stream.DoubleStream;

/** Times over a size, both by powers of ten: what does not grow is level. */
record Lines(String title, String size, List<Line> lines) {
  private static final int WIDTH = 760;
  private static final int HEIGHT = 360;
  private static final int LEFT = 80;
  private static final int RIGHT = 250;
  private static final int TOP = 50;
  private static final int BOTTOM = 50;
  private static final int MARGIN = 20;
  private static final int LABEL_HEIGHT = 15;

  /** A place on a line. */
  record Point(double size, double nanos) {}

  /** One of them, its points in order of size; the colours are those of {@link Svg}. */
  record Line(String label, int colour, List<Point> points) {}

  String svg() {
    Svg svg = new Svg(WIDTH, HEIGHT, title);
    grid(svg);
    double lastLabel = Double.NEGATIVE_INFINITY;
    List<Line> fromTheTop =
        lines.stream().sorted((a, b) -> Double.compare(last(b).nanos, last(a).nanos)).toList();
    for (Line line : fromTheTop) {
      draw(svg, line);
      double y = Math.max(y(last(line).nanos) + 4, lastLabel + LABEL_HEIGHT);
      String label = line.label + ", " + Figure.time(last(line).nanos);
      svg.text("f" + line.colour, "start", x(last(line).size) + 10, y, label);
      lastLabel = y;
    }
    return svg.toString();
  }

  private void grid(Svg svg) {
    for (double nanos = lowest(); nanos <= highest(); nanos *= 10) {
      svg.line("grid", LEFT, y(nanos), WIDTH - RIGHT - MARGIN, y(nanos));
      svg.text("faint", "end", LEFT - 8, y(nanos) + 4, Figure.time(nanos));
    }
    sizes().distinct().forEach(each -> scale(svg, each));
    svg.text("faint", "middle", (LEFT + WIDTH - RIGHT) / 2.0, HEIGHT - 10, size);
  }

  private void scale(Svg svg, double each) {
    svg.text("faint", "middle", x(each), HEIGHT - BOTTOM + 18, Figure.limit(each));
  }

  private void draw(Svg svg, Line line) {
    Point before = line.points.get(0);
    for (Point point : line.points) {
      svg.line(
          "line s" + line.colour, x(before.size), y(before.nanos), x(point.size), y(point.nanos));
      svg.dot("f" + line.colour, x(point.size), y(point.nanos));
      before = point;
    }
  }

  private static Point last(Line line) {
    return line.points.get(line.points.size() - 1);
  }

  private DoubleStream sizes() {
    return lines.stream().flatMap(line -> line.points.stream()).mapToDouble(Point::size);
  }

  private DoubleStream nanos() {
    return lines.stream().flatMap(line -> line.points.stream()).mapToDouble(Point::nanos);
  }

  private double lowest() {
    return Math.pow(10, Math.floor(Math.log10(nanos().min().orElse(1))));
  }

  private double highest() {
    return Math.pow(10, Math.ceil(Math.log10(nanos().max().orElse(10))));
  }

  private double x(double value) {
    double from = Math.log10(sizes().min().orElse(1));
    double to = Math.log10(sizes().max().orElse(10));
    double part = to == from ? 0.5 : (Math.log10(value) - from) / (to - from);
    return LEFT + MARGIN + part * (WIDTH - RIGHT - LEFT - 2 * MARGIN);
  }

  private double y(double value) {
    double from = Math.log10(lowest());
    double part = (Math.log10(value) - from) / Math.max(1, Math.log10(highest()) - from);
    return HEIGHT - BOTTOM - part * (HEIGHT - BOTTOM - TOP);
  }
}
