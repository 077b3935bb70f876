package io.petrel.simulate;

/**
 * The number of simulated reports so far. {@code due = missed + silent + sent}, and once all is
 * delivered {@code delivered = sent + duplicates + corrections}.
 *
 * @param due times at which a station should have reported
 * @param missed lost individually
 * @param silent not sent because the station was silent
 * @param duplicates sent a second time, unchanged
 * @param corrections sent a second time, corrected, with revision 1
 * @param delayed delivered minutes after their time
 * @param late delivered 45 minutes or more after their time
 * @param delivered returned to the caller
 */
public record SimulationCounts(
    long due,
    long missed,
    long silent,
    long duplicates,
    long corrections,
    long delayed,
    long late,
    long delivered) {

  /** Different reports that were sent. */
  public long sent() {
    return due - missed - silent;
  }
}
