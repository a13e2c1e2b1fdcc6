package org.distill4j.core.layer;

import org.distill4j.tensor.Shape;
import org.distill4j.tensor.Window;

/** Checks of a layer's numbers and of the shapes of its inputs. */
final class LayerChecks {
  private LayerChecks() {}

  static void atLeastOne(String name, long value) {
    if (value < 1) {
      throw new IllegalArgumentException(
          "The "
              + name
              + " is "
              + value
              + ", expected at least 1.\nMaybe the arguments are in another order.");
    }
  }

  static void positive(String name, double value) {
    require(name, value, value > 0 && Double.isFinite(value), "a finite number above 0");
  }

  static void rate(String name, double value) {
    require(name, value, value >= 0 && value < 1, "a number in [0, 1)");
  }

  static void fraction(String name, double value) {
    require(name, value, value > 0 && value <= 1, "a number in (0, 1]");
  }

  private static void require(String name, double value, boolean holds, String expected) {
    if (!holds) {
      throw new IllegalArgumentException(
          "The "
              + name
              + " is "
              + value
              + ", expected "
              + expected
              + ".\nMaybe a percentage or the opposite share was meant.");
    }
  }

  static void divides(String partName, int part, String wholeName, int whole) {
    if (whole % part != 0) {
      throw new IllegalArgumentException(
          "The "
              + wholeName
              + " is "
              + whole
              + ", expected a multiple of the "
              + partName
              + ", "
              + part
              + ".\nMaybe the arguments are in another order.");
    }
  }

  static void pooling(int size, Window window) {
    atLeastOne("size of a pooling window", size);
    if (window.padding() > size / 2 || window.dilation() != 1) {
      throw new IllegalArgumentException(
          "Pooling by "
              + size
              + " × "
              + size
              + " has "
              + window
              + ", expected a padding of at most half the size and dilation 1.\n"
              + "Maybe a convolution was meant.");
    }
  }

  static void positions(String layer, int given, int longest) {
    if (given > longest) {
      throw new IllegalArgumentException(
          layer
              + " was given "
              + given
              + " positions, expected at most "
              + longest
              + ".\nMaybe cut longer sequences, or give the layer more positions.");
    }
  }

  static void mask(String layer, Shape given, int batch, int length) {
    Shape wanted = Shape.of(batch, length);
    input("The mask of a " + layer, given, given.equals(wanted), wanted.toString());
  }

  static void input(String layer, Shape given, boolean fits, String expected) {
    if (!fits) {
      throw new IllegalArgumentException(
          layer
              + " was given shape "
              + given
              + ", expected "
              + expected
              + ".\nMaybe the layer before it has another width, or a reshape is missing.");
    }
  }
}
