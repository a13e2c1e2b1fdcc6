/** Data sets in memory, views of data sets, and the reader of IDX files. */
@NullMarked
package org.distill4j.core.data;

import org.jspecify.annotations.NullMarked;
