package io.petrel.notify.subscription;

import java.util.List;

/** The keys of a subscription file; {@code schemas/subscriptions.schema.json} has the same. */
final class SubscriptionKeys {
  static final String SUBSCRIPTIONS = "subscriptions";

  static final String NAME = "name";
  static final String TO = "to";
  static final String WHEN = "when";
  static final String WAIT = "wait";
  static final String DIGEST = "digest";
  static final String QUIET_HOURS = "quiet-hours";
  static final String LIMIT = "limit";
  static final String UNITS = "units";
  static final String TIME_ZONE = "time-zone";
  static final String MUTE_UNTIL = "mute-until";

  static final String FROM = "from";
  static final String UNTIL = "to";
  static final String UNLESS_SEVERITY = "unless-severity";

  static final List<String> OF_SUBSCRIPTION =
      List.of(NAME, TO, WHEN, WAIT, DIGEST, QUIET_HOURS, LIMIT, UNITS, TIME_ZONE, MUTE_UNTIL);
  static final List<String> OF_QUIET_HOURS = List.of(FROM, UNTIL, TIME_ZONE, UNLESS_SEVERITY);

  private SubscriptionKeys() {}
}
