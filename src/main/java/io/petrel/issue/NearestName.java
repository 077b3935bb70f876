package io.petrel.issue;

import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import org.apache.commons.text.similarity.LevenshteinDistance;

/** Finds the known name nearest to a mistyped one. */
public final class NearestName {
  private static final LevenshteinDistance DISTANCE = LevenshteinDistance.getDefaultInstance();
  private static final int LONGEST = 64;

  private NearestName() {}

  /** The known name that is at most a third of its letters away, if any. */
  public static Optional<String> of(String name, Collection<String> known) {
    if (name.length() > LONGEST) {
      return Optional.empty();
    }
    String wanted = name.toLowerCase(Locale.ROOT);
    return known.stream()
        .filter(k -> isNear(wanted, k))
        .min(Comparator.<String>comparingInt(k -> distance(wanted, k)).thenComparing(k -> k));
  }

  /** {@code "; did you mean 'x'?"}, or nothing when no known name is near. */
  public static String hint(String name, Collection<String> known) {
    return of(name, known).map("; did you mean '%s'?"::formatted).orElse("");
  }

  private static boolean isNear(String wanted, String known) {
    int longer = Math.max(known.length(), wanted.length());
    int distance = distance(wanted, known);
    return distance < longer && distance <= Math.max(1, longer / 3);
  }

  /** Edits between the two; letters that changed places count as one. */
  private static int distance(String wanted, String known) {
    String other = known.toLowerCase(Locale.ROOT);
    int distance = DISTANCE.apply(wanted, other);
    boolean swapped =
        distance == 2
            && wanted.length() == other.length()
            && Arrays.equals(wanted.chars().sorted().toArray(), other.chars().sorted().toArray());
    return swapped ? 1 : distance;
  }
}
