package io.petrel.engine;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * The state of a job.
 *
 * @param name as in {@link DetectionJob#NAME} and {@link NotificationJob#NAME}
 * @param status in Flink's words, such as RUNNING or RESTARTING
 * @param isOver whether it has ended and will not restart
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
