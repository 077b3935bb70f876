package io.petrel.issue;

import java.util.ArrayList;
import java.util.List;

/** Collects faults while a reader goes on, so that one run shows them all. Not thread-safe. */
public final class Issues {
  private final List<Issue> list = new ArrayList<>();

  public void add(Issue issue) {
    list.add(issue);
  }

  public void addAll(List<Issue> issues) {
    list.addAll(issues);
  }

  public boolean hasErrors() {
    return list.stream().anyMatch(Issue::isError);
  }

  /** All faults so far, by place. */
  public List<Issue> sorted() {
    return list.stream().sorted(Issue.BY_PLACE).distinct().toList();
  }
}
