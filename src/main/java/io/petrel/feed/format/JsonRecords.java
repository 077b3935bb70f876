package io.petrel.feed.format;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.petrel.feed.mapping.FeedMapping;
import io.petrel.feed.mapping.FieldPath;
import io.petrel.feed.mapping.FieldRule;
import io.petrel.feed.mapping.TimeRule;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Records in JSON whose paths the mapping file gives. Where the time is a list, each of its members
 * is a report, and lists at the other paths have its values in the same order.
 */
final class JsonRecords implements JsonFeed.Records {
  private static final int MOST_VALUES = 500_000;

  private final MappedRecords records;
  private final List<FieldRule> rules;
  private final List<FieldPath> paths;
  private final Set<String> time;
  private final List<String> names;
  private final char decimalSign;

  JsonRecords(FeedMapping mapping) {
    this.records = new MappedRecords(mapping);
    this.rules = mapping.fields();
    this.names = records.names();
    this.paths = names.stream().map(name -> FieldPath.parse(name).orElseThrow()).toList();
    TimeRule rule = mapping.time();
    this.time = rule == null ? Set.of() : rule.from().distinctNames();
    this.decimalSign = mapping.table().decimalSign();
  }

  @Override
  public List<FieldRule> rules() {
    return rules;
  }

  @Override
  public boolean selectIsOptional() {
    return false;
  }

  @Override
  public boolean needsDocument() {
    return paths.stream().anyMatch(FieldPath::leavesRecord);
  }

  @Override
  public boolean readsLists() {
    return paths.stream().anyMatch(p -> !p.leavesRecord() && p.pointer().getMatchingIndex() >= 0);
  }

  @Override
  public int mostValues() {
    return MOST_VALUES;
  }

  @Override
  public List<FeedRow> rows(long line, JsonNode record, List<JsonNode> around) {
    List<JsonNode> nodes = paths.stream().map(path -> node(path, record, around)).toList();
    int size = -1;
    for (int i = 0; i < nodes.size(); i++) {
      if (nodes.get(i).isArray() && time.contains(names.get(i))) {
        size = nodes.get(i).size();
      }
    }
    if (size < 0) {
      return List.of(records.row(line, slot -> text(nodes.get(slot))));
    }
    for (int i = 0; i < nodes.size(); i++) {
      if (nodes.get(i).isArray() && nodes.get(i).size() != size) {
        return List.of(
            new FeedRow.Skipped(
                line,
                SkipReason.MALFORMED,
                "%d times, but %d values of %s"
                    .formatted(size, nodes.get(i).size(), names.get(i))));
      }
    }
    List<FeedRow> rows = new ArrayList<>(size);
    for (int i = 0; i < size; i++) {
      int member = i;
      rows.add(
          records.row(
              line,
              slot -> {
                JsonNode node = nodes.get(slot);
                return text(node.isArray() ? node.get(member) : node);
              }));
    }
    return rows;
  }

  private static JsonNode node(FieldPath path, JsonNode record, List<JsonNode> around) {
    JsonNode start =
        switch (path.from()) {
          case RECORD -> record;
          case AROUND ->
              path.out() <= around.size() ? around.get(path.out() - 1) : MissingNode.getInstance();
          case DOCUMENT -> around.isEmpty() ? record : around.get(around.size() - 1);
        };
    return start.at(path.pointer());
  }

  private @Nullable String text(JsonNode node) {
    if (node.isMissingNode() || node.isNull()) {
      return null;
    }
    if (node.isContainerNode()) {
      return WrittenNumbers.shown(node.toString());
    }
    return node.isNumber() ? node.asText().replace('.', decimalSign) : node.asText();
  }
}
