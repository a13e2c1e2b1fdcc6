package org.distill4j.natives;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.distill4j.backend.Platform;

/**
 * A backend's expected native libraries.
 *
 * @param engine the engine and its version
 * @param coordinates the artifacts, each as {@code group:artifact:version}
 * @param classifiers the artifacts' classifiers, by the name of the platform
 */
public record ExpectedNatives(
    String engine, List<String> coordinates, Map<String, String> classifiers) {

  /** Returns the artifacts for a platform; none if none are published. */
  List<String> artifacts(Platform platform) {
    return Optional.ofNullable(classifiers.get(platform.toString())).stream()
        .flatMap(classifier -> coordinates.stream().map(artifact -> artifact + ":" + classifier))
        .toList();
  }
}
