package io.petrel.rule.yaml;

import io.petrel.alert.Severity;
import io.petrel.issue.NearestName;
import io.petrel.rule.Condition;
import io.petrel.rule.IncidentPolicy;
import io.petrel.rule.IncidentPolicy.Escalation;
import io.petrel.rule.NumberExpression;
import io.petrel.rule.expr.Names;
import io.petrel.weather.ObservationField;
import io.petrel.yaml.YamlMapping;
import io.petrel.yaml.YamlValue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads {@code incident}. */
final class IncidentReader {
  /** Shortest default of {@code quiet}. */
  static final Duration DEFAULT_QUIET = Duration.ofHours(1);

  private static final String LABEL = "labels.";
  private static final String EXTRA = "extra.";
  private static final Set<String> FIELDS = fields();

  private final Expressions expressions;
  private final StepNames names;
  private final Map<String, String> labels;

  IncidentReader(Expressions expressions, StepNames names, Map<String, String> labels) {
    this.expressions = expressions;
    this.names = names;
    this.labels = labels;
  }

  /** The policy of a rule without {@code incident}. */
  static IncidentPolicy standard(@Nullable Duration within) {
    return new IncidentPolicy(
        List.of("station_id"),
        quiet(within),
        null,
        List.of(),
        null,
        Duration.ZERO,
        null,
        List.of());
  }

  private static Duration quiet(@Nullable Duration within) {
    return within == null || within.compareTo(DEFAULT_QUIET) < 0 ? DEFAULT_QUIET : within;
  }

  IncidentPolicy read(YamlMapping incident, @Nullable Duration within) {
    List<String> by = incident.get("by").map(this::places).orElse(List.of("station_id"));
    Duration quiet =
        incident.get("quiet").flatMap(YamlValue::duration).orElseGet(() -> quiet(within));
    Duration remind = incident.get("remind").flatMap(YamlValue::duration).orElse(null);
    List<Escalation> escalate = incident.get("escalate").map(this::escalate).orElse(List.of());
    Optional<YamlMapping> ends = incident.get("ends").flatMap(YamlValue::mapping);
    Condition endsWhen = ends.flatMap(this::endsWhen).orElse(null);
    Duration endsFor =
        ends.flatMap(e -> e.get("for")).flatMap(YamlValue::duration).orElse(Duration.ZERO);
    ends.ifPresent(e -> e.rejectUnknownKeys("'ends'"));
    NumberExpression peak =
        incident.get("peak").flatMap(p -> expressions.number(p, names.ofMatch())).orElse(null);
    List<String> inhibit = incident.get("inhibit").map(IncidentReader::texts).orElse(List.of());
    incident.rejectUnknownKeys("'incident'");
    return new IncidentPolicy(by, quiet, remind, escalate, endsWhen, endsFor, peak, inhibit);
  }

  private List<String> places(YamlValue value) {
    List<String> places = new ArrayList<>();
    for (YamlValue item : value.listOrSingle()) {
      Optional<String> text = item.text().map(String::strip);
      if (text.isEmpty()) {
        continue;
      }
      String place = text.get();
      if (place.startsWith(LABEL) && !labels.containsKey(place.substring(LABEL.length()))) {
        item.error("the rule has no label '%s'".formatted(place.substring(LABEL.length())));
      } else if (!place.startsWith(LABEL) && !isExtra(place) && !FIELDS.contains(place)) {
        item.error(
            "'%s' is not a field of observations%s; known are station_id, region, every other field, extra.NAME and labels.NAME"
                .formatted(place, NearestName.hint(place, FIELDS)));
      } else if (places.contains(place)) {
        item.error("'%s' is listed twice".formatted(place));
      } else {
        places.add(place);
      }
    }
    return places;
  }

  private List<Escalation> escalate(YamlValue value) {
    List<Escalation> steps = new ArrayList<>();
    for (YamlValue item : value.list().orElse(List.of())) {
      Optional<YamlMapping> mapping = item.mapping();
      if (mapping.isEmpty()) {
        continue;
      }
      Optional<Severity> severity =
          mapping.get().require("severity").flatMap(v -> v.oneOf(RuleKeys.words(Severity.class)));
      Optional<Condition> when =
          mapping.get().require("when").flatMap(v -> expressions.condition(v, names.ofMatch()));
      mapping.get().rejectUnknownKeys("an item of 'escalate'");
      if (severity.isPresent() && when.isPresent()) {
        steps.add(new Escalation(severity.get(), when.get()));
      }
    }
    return steps;
  }

  private Optional<Condition> endsWhen(YamlMapping ends) {
    Names visible = names.ofNone("ends.when");
    return ends.require("when").flatMap(when -> expressions.condition(when, visible));
  }

  private static boolean isExtra(String place) {
    return place.startsWith(EXTRA) && place.length() > EXTRA.length();
  }

  private static Set<String> fields() {
    return ObservationField.all().stream()
        .filter(ObservationField::isPlace)
        .map(ObservationField::name)
        .collect(Collectors.toUnmodifiableSet());
  }

  private static List<String> texts(YamlValue value) {
    return value.listOrSingle().stream().flatMap(item -> item.text().stream()).distinct().toList();
  }
}
