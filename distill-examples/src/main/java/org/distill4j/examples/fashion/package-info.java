/** Deep to shallow: a convolutional network teaches one with a single hidden layer. */
package org.distill4j.examples.fashion;
