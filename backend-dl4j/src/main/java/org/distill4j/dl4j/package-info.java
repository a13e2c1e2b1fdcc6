/**
 * Deeplearning4j's tensor engine, ND4J. A program is compiled once per batch size to a list of
 * steps over arrays that are allocated once.
 */
@NullMarked
package org.distill4j.dl4j;

import org.jspecify.annotations.NullMarked;
