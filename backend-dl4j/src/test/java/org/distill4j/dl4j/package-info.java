/** Tests of the backend against the float64 oracle, against hand-worked values, and over time. */
@NullMarked
package org.distill4j.dl4j;

import org.jspecify.annotations.NullMarked;
