package io.petrel.cli.author;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.petrel.feed.ImportReport;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Says what an import did, for a person and for a program. */
final class ImportSummary {
  private final ImportReport report;
  private final Map<String, String> silentRules;
  private final List<Path> files;
  private final Path out;

  /**
   * @param silentRules ids of rules that can never fire on this feed, and why
   */
  ImportSummary(ImportReport report, Map<String, String> silentRules, List<Path> files, Path out) {
    this.report = report;
    this.silentRules = new TreeMap<>(silentRules);
    this.files = List.copyOf(files);
    this.out = out;
  }

  String text() {
    StringBuilder text = new StringBuilder();
    line(
        text,
        "%s read, %s written to %s",
        counted(report.rows(), "row"),
        counted(report.written(), "observation"),
        out);
    if (report.first() != null) {
      line(
          text,
          "%s, %s to %s",
          counted(report.stations(), "station"),
          report.first(),
          String.valueOf(report.last()));
    }
    new TreeMap<>(report.skipped())
        .forEach(
            (reason, count) -> line(text, "%s left out: %s", counted(count, "row"), reason.word()));
    count(text, report.duplicates(), "left out because the station had told the same before");
    count(
        text,
        report.corrections(),
        "written as corrections: another report of the same station and time");
    count(
        text,
        report.outOfOrder(),
        "written though older than the report of their station before them");
    count(
        text,
        report.ambiguousTimes(),
        "with a local time that came twice: the first, unless the station was past it");
    count(text, report.unreadableValues(), "times a value was no number, and counts as missing");
    fields(text);
    names(text, "columns not used", report.unusedColumns());
    names(text, "stations not in the station table", report.unknownStations());
    report.notes().forEach(note -> line(text, "%s", note));
    report.broken().forEach(why -> line(text, "not read to the end: %s", why));
    if (!silentRules.isEmpty()) {
      line(text, "%nrules that can never fire on this feed");
      silentRules.forEach((rule, why) -> line(text, "%-26s %s", rule, why));
    }
    return text.toString().stripTrailing();
  }

  private void fields(StringBuilder text) {
    line(
        text,
        "%n%-22s %-32s %-14s %9s %9s %11s %8s  %s",
        "field",
        "from",
        "unit",
        "written",
        "missing",
        "implausible",
        "rejected",
        "also");
    for (ImportReport.Field field : report.fields()) {
      String unit =
          field.fromUnit().equals(field.unit())
              ? field.unit()
              : "%s -> %s".formatted(field.fromUnit(), field.unit());
      String also =
          also("calm, left out", field.calm())
              + also("overlapping, left out", field.overlapping())
              + also("derived", field.derived())
              + also("just over the limit, now the limit", field.clipped());
      line(
          text,
          "%-22s %-32s %-14s %,9d %,9d %,11d %,8d  %s",
          field.name(),
          field.source(),
          unit,
          field.written(),
          field.missing(),
          field.implausible(),
          field.rejected(),
          also);
    }
    text.append('\n');
  }

  private static String also(String what, long count) {
    return count == 0 ? "" : "%,d %s  ".formatted(count, what);
  }

  ObjectNode json() {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    ArrayNode read = node.putArray("files");
    files.forEach(file -> read.add(file.toString()));
    node.put("out", out.toString());
    node.put("rows", report.rows());
    node.put("written", report.written());
    ObjectNode skipped = node.putObject("skipped");
    new TreeMap<>(report.skipped()).forEach((reason, count) -> skipped.put(reason.word(), count));
    node.put("duplicates", report.duplicates());
    node.put("corrections", report.corrections());
    node.put("out_of_order", report.outOfOrder());
    node.put("ambiguous_times", report.ambiguousTimes());
    node.put("unreadable_values", report.unreadableValues());
    node.put("stations", report.stations());
    node.put("first", report.first() == null ? null : report.first().toString());
    node.put("last", report.last() == null ? null : report.last().toString());
    ArrayNode fields = node.putArray("fields");
    for (ImportReport.Field field : report.fields()) {
      fields
          .addObject()
          .put("field", field.name())
          .put("source", field.source())
          .put("from_unit", field.fromUnit())
          .put("unit", field.unit())
          .put("written", field.written())
          .put("converted", field.converted())
          .put("missing", field.missing())
          .put("implausible", field.implausible())
          .put("rejected", field.rejected())
          .put("calm", field.calm())
          .put("overlapping", field.overlapping())
          .put("derived", field.derived())
          .put("clipped", field.clipped());
    }
    ArrayNode unused = node.putArray("unused_columns");
    report.unusedColumns().forEach(unused::add);
    ArrayNode unknown = node.putArray("unknown_stations");
    report.unknownStations().forEach(unknown::add);
    ObjectNode silent = node.putObject("silent_rules");
    silentRules.forEach(silent::put);
    ArrayNode notes = node.putArray("notes");
    report.notes().forEach(notes::add);
    ArrayNode broken = node.putArray("broken");
    report.broken().forEach(broken::add);
    return node;
  }

  private static String counted(long count, String what) {
    return "%,d %s%s".formatted(count, what, count == 1 ? "" : "s");
  }

  private static void count(StringBuilder text, long count, String what) {
    if (count > 0) {
      line(text, "%,d %s", count, what);
    }
  }

  private static void names(StringBuilder text, String what, List<String> names) {
    if (!names.isEmpty()) {
      line(text, "%s: %s", what, String.join(", ", names));
    }
  }

  @SuppressWarnings("AnnotateFormatMethod") // Its annotation is in no library that is used here.
  private static void line(StringBuilder text, String format, Object... values) {
    text.append(format.formatted(values).stripTrailing()).append('\n');
  }
}
