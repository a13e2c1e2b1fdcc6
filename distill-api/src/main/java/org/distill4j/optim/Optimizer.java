package org.distill4j.optim;

import java.util.List;

/**
 * How gradients change parameters. The set is closed, since every backend runs each in one kernel.
 */
public sealed interface Optimizer permits Sgd, Adam, AdamW {
  /** {@return the learning rate, step by step} */
  Schedule learningRate();

  /** {@return the names of the arrays kept for each parameter, of its shape and zero at first} */
  List<String> slots();
}
