package io.petrel.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A page of metrics in Prometheus' text format, and what documents say of it. */
public record MetricsPage(List<Sample> samples) {
  private static final Pattern LINE =
      Pattern.compile("^([a-zA-Z_:][\\w:]*)(?:\\{(.*)})? (\\S+)$", Pattern.MULTILINE);
  private static final String SCOPE = "flink_taskmanager_job_task_operator_";
  private static final Pattern LABEL = Pattern.compile("(\\w+)=\"((?:[^\"\\\\]|\\\\.)*)\"");
  private static final Pattern ASKED = Pattern.compile("\\bflink_\\w+");
  private static final Pattern ROW =
      Pattern.compile("^\\| `(\\w*petrel_\\w+)` \\| (?:`(\\w+)`)? *\\|", Pattern.MULTILINE);

  /** Labels of our own; the others are Flink's. */
  private static final Set<String> OURS = Set.of("rule", "reason", "variable");

  /** One line. */
  public record Sample(String name, Map<String, String> labels, double value) {}

  /** Reads a page. */
  public static MetricsPage of(String text) {
    List<Sample> samples = new ArrayList<>();
    Matcher line = LINE.matcher(text);
    while (line.find()) {
      Map<String, String> labels = new TreeMap<>();
      Matcher label = LABEL.matcher(line.group(2) == null ? "" : line.group(2));
      while (label.find()) {
        labels.put(label.group(1), label.group(2));
      }
      samples.add(new Sample(line.group(1), labels, Double.parseDouble(line.group(3))));
    }
    return new MetricsPage(samples);
  }

  public Set<String> names() {
    return samples.stream().map(Sample::name).collect(Collectors.toCollection(TreeSet::new));
  }

  /** The sum over all labels, of names that end so. */
  public double sum(String ending) {
    return samples.stream()
        .filter(sample -> sample.name().endsWith("_" + ending))
        .mapToDouble(Sample::value)
        .sum();
  }

  /** The names that Petrel gives, without Flink's scope, each with the label that it has. */
  public Map<String, String> ofPetrel() {
    Map<String, String> ours = new TreeMap<>();
    for (Sample sample : samples) {
      if (sample.name().startsWith(SCOPE) && sample.name().contains("petrel_")) {
        String name =
            sample.name().substring(SCOPE.length()).replaceFirst("_millis_count$", "_millis");
        ours.put(
            name, sample.labels().keySet().stream().filter(OURS::contains).findFirst().orElse(""));
      }
    }
    return ours;
  }

  /** The same, from the table in a document. */
  public static Map<String, String> documented(Path document) throws IOException {
    Map<String, String> rows = new TreeMap<>();
    Matcher row = ROW.matcher(Files.readString(document));
    while (row.find()) {
      rows.put(row.group(1), row.group(2) == null ? "" : row.group(2));
    }
    return rows;
  }

  /** The names that queries ask for. */
  public static Set<String> asked(String queries) {
    Set<String> names = new TreeSet<>();
    Matcher asked = ASKED.matcher(queries);
    while (asked.find()) {
      names.add(asked.group());
    }
    return names;
  }
}
