package io.petrel.issue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Collects faults while a reader goes on, so that one run shows them all. Not thread-safe. */
public final class Issues {
  /** Most faults kept of one file: nobody reads more. */
  public static final int MAX_PER_FILE = 200;

  private final List<Issue> list = new ArrayList<>();
  private final Map<String, Integer> perFile = new HashMap<>();

  public void add(Issue issue) {
    int count = perFile.merge(issue.file(), 1, Integer::sum);
    if (count <= MAX_PER_FILE) {
      list.add(issue);
    } else if (count == MAX_PER_FILE + 1) {
      list.add(
          Issue.ofFile(issue.file(), "has more faults than the %d shown".formatted(MAX_PER_FILE)));
    }
  }

  public void addAll(List<Issue> issues) {
    issues.forEach(this::add);
  }

  public boolean hasErrors() {
    return list.stream().anyMatch(Issue::isError);
  }

  /** All faults so far, by place. */
  public List<Issue> sorted() {
    return list.stream().sorted(Issue.BY_PLACE).distinct().toList();
  }
}
