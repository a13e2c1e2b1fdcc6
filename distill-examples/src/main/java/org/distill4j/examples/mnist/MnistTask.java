package org.distill4j.examples.mnist;

import java.util.Optional;
import org.distill4j.core.data.Split;
import org.distill4j.data.Dataset;

/**
 * Digits as vectors of 784 numbers.
 *
 * @param name what to call the data in reports
 * @param train the digits to learn from
 * @param heldOut the digits that choose the epoch whose weights are kept; without any, it is the
 *     last
 * @param test the digits to measure on
 */
record MnistTask(String name, Dataset train, Optional<Dataset> heldOut, Dataset test) {
  MnistTask(String name, Dataset train, Dataset test) {
    this(name, train, Optional.empty(), test);
  }

  static MnistTask of(Mnist mnist) {
    return new MnistTask(mnist.name(), mnist.train().flat(), mnist.test().flat());
  }

  /** Returns the last digits to learn from are held out; none if 0. */
  MnistTask holdingOut(int digits) {
    if (digits < 0 || digits >= train.size()) {
      throw new IllegalArgumentException(
          "There were "
              + digits
              + " digits to be held out, expected 0 to "
              + (train.size() - 1)
              + ", as there are "
              + train.size()
              + " to learn from.\nMaybe leave it out for none.");
    }
    if (digits == 0) {
      return this;
    }
    Split parts = Split.at(train, train.size() - digits);
    return new MnistTask(name, parts.first(), Optional.of(parts.second()), test);
  }
}
