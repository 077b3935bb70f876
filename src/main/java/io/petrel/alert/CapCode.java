package io.petrel.alert;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** A value of a closed set of OASIS CAP 1.2. */
public interface CapCode {
  /** The standard's spelling, such as {@code AllClear}. */
  String code();

  /** Finds a value by its code, ignoring case: authors write {@code severe}. */
  static <E extends Enum<E> & CapCode> Optional<E> find(Class<E> set, String code) {
    return Arrays.stream(set.getEnumConstants())
        .filter(value -> value.code().equalsIgnoreCase(code))
        .findFirst();
  }

  /** The codes of a set as authors write them, in lower case. */
  static <E extends Enum<E> & CapCode> List<String> codes(Class<E> set) {
    return Arrays.stream(set.getEnumConstants())
        .map(value -> value.code().toLowerCase(java.util.Locale.ROOT))
        .toList();
  }
}
