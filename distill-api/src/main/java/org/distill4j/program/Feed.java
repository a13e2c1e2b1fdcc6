package org.distill4j.program;

import org.distill4j.tensor.TensorSpec;

/**
 * A host tensor that a recording takes anew each time it runs.
 *
 * @param source where it comes from
 * @param spec its type and full shape, with the batch axis
 */
public record Feed(Source source, TensorSpec spec) {
  /** The source of the values of a feed. */
  public sealed interface Source {}

  /**
   * An input of the batch.
   *
   * @param name its name in the model
   * @param count the number of inputs that the model has
   */
  public record Input(String name, int count) implements Source {}

  /**
   * Labels without conversion.
   *
   * @param name their name
   */
  public record Labels(String name) implements Source {}

  /**
   * Class labels in [−1, classes).
   *
   * @param name their name
   * @param classes the number of classes
   */
  public record ClassLabels(String name, int classes) implements Source {}

  /**
   * Labels in [0, 1], or −1.
   *
   * @param name their name
   */
  public record BinaryLabels(String name) implements Source {}

  /**
   * An output of a teacher.
   *
   * @param teacher the teacher's index in the plan
   * @param name the output's name
   */
  public record TeacherOutput(int teacher, String name) implements Source {}

  /**
   * Random numbers, uniform in [0, 1).
   *
   * @param path the path of the draw
   */
  public record Uniform(String path) implements Source {}
}
