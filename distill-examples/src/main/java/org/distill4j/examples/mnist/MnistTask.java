package org.distill4j.examples.mnist;

import org.distill4j.data.Dataset;

/**
 * Digits as vectors of 784 numbers.
 *
 * @param name what to call the data in reports
 * @param train the digits to learn from
 * @param test the digits to measure on
 */
record MnistTask(String name, Dataset train, Dataset test) {
  static MnistTask of(Mnist mnist) {
    return new MnistTask(mnist.name(), mnist.train().flat(), mnist.test().flat());
  }
}
