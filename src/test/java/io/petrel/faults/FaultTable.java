package io.petrel.faults;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What each fault did, for people and for programs. */
final class FaultTable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String LINE = "%-52s %6s %9s %6s %6s %7s %6s %8s %9s %9s%n";

  /**
   * One kind of fault, or several that came together.
   *
   * @param faults how many were injected
   * @param expected records that the undisturbed run has for these times
   * @param mailsExpected mails that the newest records of incidents need
   * @param recoveries multiples of the checkpoint interval
   */
  record Row(
      String name,
      int faults,
      int expected,
      int lost,
      int duplicated,
      int mailsExpected,
      int mailsLost,
      int mailsDoubled,
      List<Double> recoveries) {
    double median() {
      List<Double> sorted = recoveries.stream().sorted().toList();
      return sorted.isEmpty() ? 0 : sorted.get(sorted.size() / 2);
    }

    double longest() {
      return recoveries.stream().mapToDouble(Double::doubleValue).max().orElse(0);
    }
  }

  private final List<Row> rows = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();

  void addAll(List<Row> more) {
    rows.addAll(more);
  }

  void note(String note) {
    notes.add(note);
  }

  Row total() {
    return new Row(
        "all",
        rows.stream().mapToInt(Row::faults).sum(),
        rows.stream().mapToInt(Row::expected).sum(),
        rows.stream().mapToInt(Row::lost).sum(),
        rows.stream().mapToInt(Row::duplicated).sum(),
        rows.stream().mapToInt(Row::mailsExpected).sum(),
        rows.stream().mapToInt(Row::mailsLost).sum(),
        rows.stream().mapToInt(Row::mailsDoubled).sum(),
        rows.stream().flatMap(row -> row.recoveries().stream()).toList());
  }

  /** Recovery times are multiples of the checkpoint interval: median and longest. */
  String text() {
    StringBuilder text =
        new StringBuilder(
            LINE.formatted(
                "fault",
                "times",
                "expected",
                "lost",
                "twice",
                "mails",
                "lost",
                "doubled",
                "recovery",
                "longest"));
    List<Row> all = new ArrayList<>(rows);
    all.add(total());
    for (Row row : all) {
      text.append(
          LINE.formatted(
              row.name(),
              row.faults(),
              row.expected(),
              row.lost(),
              row.duplicated(),
              row.mailsExpected(),
              row.mailsLost(),
              row.mailsDoubled(),
              String.format(Locale.ROOT, "%.1f", row.median()),
              String.format(Locale.ROOT, "%.1f", row.longest())));
    }
    notes.forEach(note -> text.append(note).append(System.lineSeparator()));
    return text.toString();
  }

  /** Writes {@code fault-table.txt} and {@code fault-table.json}. */
  void writeTo(Path folder) throws IOException {
    Files.writeString(folder.resolve("fault-table.txt"), text());
    ObjectNode json = JSON.createObjectNode();
    ArrayNode array = json.putArray("rows");
    rows.forEach(row -> array.add(JSON.valueToTree(row)));
    json.set("total", JSON.valueToTree(total()));
    notes.forEach(json.putArray("notes")::add);
    JSON.writerWithDefaultPrettyPrinter()
        .writeValue(folder.resolve("fault-table.json").toFile(), json);
  }
}
