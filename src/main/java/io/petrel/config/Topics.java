package io.petrel.config;

/**
 * Names of the topics, and how those that are not there are created.
 *
 * @param create whether they are
 * @param partitions of a created topic
 * @param replicas of a created topic
 */
public record Topics(
    String observations,
    String alerts,
    String incidents,
    String rules,
    String rejected,
    String late,
    String undeliverable,
    boolean create,
    int partitions,
    int replicas) {}
