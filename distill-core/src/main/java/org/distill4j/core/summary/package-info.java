/** Descriptions of models without an engine: layers, shapes and cost. */
@NullMarked
package org.distill4j.core.summary;

import org.jspecify.annotations.NullMarked;
