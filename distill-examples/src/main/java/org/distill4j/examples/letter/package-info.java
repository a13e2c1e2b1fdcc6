/** Model compression: a forest of trees teaches a small network with examples that are made up. */
@NullMarked
package org.distill4j.examples.letter;

import org.jspecify.annotations.NullMarked;
