/**
 * Deeplearning4j's tensor engine, ND4J. Programs run as plans of {@code backend-java}, whose
 * matrices ND4J multiplies, and networks of Deeplearning4j's own kind run on it whole.
 */
@NullMarked
package org.distill4j.dl4j;

import org.jspecify.annotations.NullMarked;
