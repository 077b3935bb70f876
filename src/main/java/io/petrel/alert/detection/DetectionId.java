package io.petrel.alert.detection;

/**
 * Mixes what makes a detection into 64 bits: texts by their {@link String#hashCode}, each step by
 * the finalizer of SplitMix64 (Steele, Lea and Flood, OOPSLA 2014). Not against an adversary.
 */
final class DetectionId {
  private long hash;

  DetectionId add(long value) {
    long mixed = hash * 31 + value + 0x9E3779B97F4A7C15L;
    mixed = (mixed ^ (mixed >>> 30)) * 0xBF58476D1CE4E5B9L;
    mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
    hash = mixed ^ (mixed >>> 31);
    return this;
  }

  DetectionId add(String text) {
    return add(text.hashCode()).add(text.length());
  }

  long value() {
    return hash;
  }
}
