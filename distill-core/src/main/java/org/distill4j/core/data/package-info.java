/** Data sets in memory and on disk, views of data sets, and readers of files. */
@NullMarked
package org.distill4j.core.data;

import org.jspecify.annotations.NullMarked;
