/** A whole application: MNIST's digits, from files to a student that predicts. */
@NullMarked
package org.distill4j.spark.example;

import org.jspecify.annotations.NullMarked;
