/** Tables in Parquet files. */
@NullMarked
package org.distill4j.parquet;

import org.jspecify.annotations.NullMarked;
