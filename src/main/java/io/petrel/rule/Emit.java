package io.petrel.rule;

/** When a match is emitted. */
public enum Emit {
  /** When the report that completes it arrives; corrected later if that was wrong. */
  IMMEDIATELY,
  /** When the watermark has passed it. */
  WHEN_CERTAIN
}
