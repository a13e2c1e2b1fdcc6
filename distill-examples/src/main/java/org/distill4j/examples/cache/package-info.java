/** A program that caches a teacher's outputs for millions of examples in a file. */
@NullMarked
package org.distill4j.examples.cache;

import org.jspecify.annotations.NullMarked;
