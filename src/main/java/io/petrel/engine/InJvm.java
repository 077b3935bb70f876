package io.petrel.engine;

import java.io.Serializable;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A serializable handle to an object of this JVM, for functions that Flink serializes: only the
 * number is written. Close it when the job is over, or the object stays in memory. Thread-safe.
 *
 * @param number of the object in this JVM
 */
public record InJvm<T>(long number) implements Serializable, AutoCloseable {
  private static final long serialVersionUID = 1L;
  private static final AtomicLong NUMBERS = new AtomicLong();
  private static final Map<Long, Object> OBJECTS = new ConcurrentHashMap<>();

  /** Keeps an object until its handle is closed. */
  public static <T> InJvm<T> of(T object) {
    InJvm<T> handle = new InJvm<>(NUMBERS.incrementAndGet());
    OBJECTS.put(handle.number, object);
    return handle;
  }

  /** The object; empty when the handle was closed, or in another JVM. */
  @SuppressWarnings("unchecked") // Only of() assigns numbers.
  public Optional<T> find() {
    return Optional.ofNullable((T) OBJECTS.get(number));
  }

  /**
   * The object.
   *
   * @throws IllegalStateException when the handle was closed, or in another JVM
   */
  public T get() {
    return find()
        .orElseThrow(() -> new IllegalStateException("this run is over, or runs in another JVM"));
  }

  @Override
  public void close() {
    OBJECTS.remove(number);
  }
}
