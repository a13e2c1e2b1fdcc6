/** Deep to shallow: a convolutional network teaches one with a single hidden layer. */
@NullMarked
package org.distill4j.examples.fashion;

import org.jspecify.annotations.NullMarked;
