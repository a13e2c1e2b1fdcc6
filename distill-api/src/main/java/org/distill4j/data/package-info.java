/** Examples on the host: data sets and batches. */
@NullMarked
package org.distill4j.data;

import org.jspecify.annotations.NullMarked;
