/**
 * The meaning of the texts of a table's cells, in training and in serving; for modules of
 * distill4j.
 */
@NullMarked
package org.distill4j.cell;

import org.jspecify.annotations.NullMarked;
