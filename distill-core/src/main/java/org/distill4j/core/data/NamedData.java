package org.distill4j.core.data;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.distill4j.data.Dataset;
import org.distill4j.student.InputEncoding;

/** A data set that knows the names of its columns or classes. */
public interface NamedData extends Dataset {
  /** {@return the names of the input's values, in order; empty if they have none} */
  default List<String> columns() {
    return List.of();
  }

  /** {@return the names of the classes, in the order of their numbers; empty if they have none} */
  default List<String> classNames() {
    return List.of();
  }

  /** {@return files that a service needs to make inputs, for example a tokenizer's, by name} */
  default Map<String, byte[]> files() {
    return Map.of();
  }

  /** {@return how a service makes inputs as these were made, for a student file} */
  default Optional<InputEncoding> inputEncoding() {
    return Optional.empty();
  }
}
