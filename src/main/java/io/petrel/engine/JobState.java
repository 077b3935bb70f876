package io.petrel.engine;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * How a job is.
 *
 * @param name as in {@link DetectionJob#NAME} and {@link NotificationJob#NAME}
 * @param status in Flink's words, such as RUNNING or RESTARTING
 * @param isOver whether it has ended for good
 * @param isRunning whether every subtask runs
 * @param lastCheckpointMillis wall clock at which its newest checkpoint of this run was complete
 * @param checkpointFailure why the newest checkpoint failed, when it did
 */
public record JobState(
    String name,
    String status,
    boolean isOver,
    boolean isRunning,
    OptionalLong lastCheckpointMillis,
    Optional<String> checkpointFailure) {}
