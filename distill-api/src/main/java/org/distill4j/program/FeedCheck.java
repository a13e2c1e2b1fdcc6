package org.distill4j.program;

import java.nio.IntBuffer;
import org.distill4j.data.Batch;
import org.distill4j.tensor.HostTensor;

/** Refuses values that a feed cannot take. */
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
    if (idLimit != Integer.MAX_VALUE) {
      requireRange(feed, value, batch, 0, idLimit);
    }
  }

  private static void requireRange(Feed feed, HostTensor value, Batch batch, int from, int to) {
    IntBuffer values = value.ints();
    for (int i = 0; i < values.capacity(); i++) {
      if (values.get(i) < from || values.get(i) >= to) {
        int row = i / (values.capacity() / batch.size());
        throw new IllegalArgumentException(
            name(feed)
                + " holds "
                + values.get(i)
                + " in row "
                + row
                + " (example "
                + batch.id(row)
                + "), expected an integer in ["
                + from
                + ", "
                + to
                + ").\nMaybe "
                + advice(feed, values.get(i)));
      }
    }
  }

  private static String advice(Feed feed, int value) {
    boolean labels =
        feed.source() instanceof Feed.ClassLabels || feed.source() instanceof Feed.Labels;
    if (!labels) {
      return "the ids are those of another vocabulary, or the table has too few rows.";
    }
    return value < 0
        ? "it means no label, which is -1 here."
        : "the labels count from 1, or the model has too few outputs.";
  }

  private static String name(Feed feed) {
    if (feed.source() instanceof Feed.ClassLabels labels) {
      return "Labels \"" + labels.name() + "\"";
    } else if (feed.source() instanceof Feed.Labels labels) {
      return "Labels \"" + labels.name() + "\"";
    } else if (feed.source() instanceof Feed.TeacherOutput output) {
      return "Output \"" + output.name() + "\" of teacher " + output.teacher();
    } else if (feed.source() instanceof Feed.Input input && input.count() > 1) {
      return "Input \"" + input.name() + "\"";
    }
    return "The input batch";
  }
}
