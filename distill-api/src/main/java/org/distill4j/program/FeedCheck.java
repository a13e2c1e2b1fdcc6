package org.distill4j.program;

import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import org.distill4j.data.Batch;
import org.distill4j.tensor.HostTensor;

/** Checks values before they are fed. */
final class FeedCheck {
  private FeedCheck() {}

  static void require(Feed feed, HostTensor value, Batch batch, int idLimit) {
    if (!value.spec().equals(feed.spec())) {
      throw new IllegalArgumentException(
          name(feed)
              + " is "
              + value.spec()
              + ", expected "
              + feed.spec()
              + ".\nMaybe the data set belongs to another model.");
    }
    if (feed.source() instanceof Feed.ClassLabels labels) {
      requireRange(feed, value, batch, -1, labels.classes());
    }
    if (feed.source() instanceof Feed.BinaryLabels) {
      requireBinary(feed, value, batch);
    }
    if (idLimit != Integer.MAX_VALUE) {
      requireRange(feed, value, batch, 0, idLimit);
    }
  }

  private static void requireRange(Feed feed, HostTensor value, Batch batch, int from, int to) {
    IntBuffer values = value.ints();
    for (int i = 0; i < values.capacity(); i++) {
      if (values.get(i) < from || values.get(i) >= to) {
        throw new IllegalArgumentException(
            at(feed, values.get(i), value, batch, i)
                + ", expected an integer in ["
                + from
                + ", "
                + to
                + ").\nMaybe "
                + advice(feed, values.get(i)));
      }
    }
  }

  private static void requireBinary(Feed feed, HostTensor value, Batch batch) {
    FloatBuffer values = value.floats();
    for (int i = 0; i < values.capacity(); i++) {
      float label = values.get(i);
      if (!(label >= 0 && label <= 1) && label != -1) {
        throw new IllegalArgumentException(
            at(feed, label, value, batch, i)
                + ", expected a number in [0, 1], or -1 for unknown.\n"
                + "Maybe the labels are numbers to regress on, or count from 1.");
      }
    }
  }

  /**
   * Describes a value and its position, as "Labels "labels" holds 7 in row 2 (example 13, position
   * 5)".
   */
  private static String at(Feed feed, Number found, HostTensor value, Batch batch, int index) {
    int length = value.size() / batch.size();
    int row = index / length;
    return name(feed)
        + " holds "
        + found
        + " in row "
        + row
        + " (example "
        + batch.id(row)
        + (length == 1 ? ")" : ", position " + index % length + ")");
  }

  private static String advice(Feed feed, int value) {
    boolean labels =
        feed.source() instanceof Feed.ClassLabels || feed.source() instanceof Feed.Labels;
    if (!labels) {
      return "the ids are those of another vocabulary, or the table has too few rows.";
    }
    return value < 0
        ? "it means no label, which is -1 here. IgnoredLabels reads it so."
        : "the labels count from 1, or the model has too few outputs. If it means no label,"
            + " IgnoredLabels reads it so.";
  }

  private static String name(Feed feed) {
    if (feed.source() instanceof Feed.ClassLabels labels) {
      return "Labels \"" + labels.name() + "\"";
    } else if (feed.source() instanceof Feed.Labels labels) {
      return "Labels \"" + labels.name() + "\"";
    } else if (feed.source() instanceof Feed.BinaryLabels labels) {
      return "Labels \"" + labels.name() + "\"";
    } else if (feed.source() instanceof Feed.TeacherOutput output) {
      return "Output \"" + output.name() + "\" of teacher " + output.teacher();
    } else if (feed.source() instanceof Feed.Input input && input.count() > 1) {
      return "Input \"" + input.name() + "\"";
    }
    return "The input batch";
  }
}
