package org.distill4j.cli.config;

import static org.distill4j.cli.kind.Expression.call;
import static org.distill4j.cli.kind.Key.required;
import static org.distill4j.cli.kind.ValueTypes.INTEGER;
import static org.distill4j.cli.kind.ValueTypes.NUMBER;

import org.distill4j.cli.kind.Key;
import org.distill4j.cli.kind.Kind;
import org.distill4j.cli.kind.KindGroups;
import org.distill4j.cli.kind.KindRegistry;
import org.distill4j.cli.kind.ShapeTypes;
import org.distill4j.core.data.GaussianNoise;
import org.distill4j.core.data.HorizontalFlip;
import org.distill4j.core.data.Jitter;
import org.distill4j.tensor.Shape;

/** Random changes of examples. */
final class AugmentationKinds {
  private AugmentationKinds() {}

  private static final Key<Shape> IMAGE =
      required(
          "image",
          ShapeTypes.FREE,
          "channels, height and width of the images, which the data may hold as vectors");

  /** Adds the changes. */
  static void addTo(KindRegistry registry) {
    registry.add(
        KindGroups.AUGMENTATIONS,
        Kind.of(
            "jitter",
            "Images shifted up or down and left or right",
            call(
                Jitter::new,
                IMAGE,
                Key.of("pixels", INTEGER, 2, "the largest shift"),
                Key.of("background", NUMBER, 0, "the value of pixels that are shifted in"))),
        Kind.of(
            "horizontal-flip",
            "Every second image mirrored, left and right",
            call(HorizontalFlip::new, IMAGE)),
        Kind.of(
            "noise",
            "Normal noise added to each value",
            call(
                GaussianNoise::new,
                required(
                    "deviation", NUMBER, "its standard deviation, in the unit of the values"))));
  }
}
