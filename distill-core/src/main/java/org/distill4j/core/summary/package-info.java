/** What is known of a model before an engine is loaded: its layers, shapes and cost. */
@NullMarked
package org.distill4j.core.summary;

import org.jspecify.annotations.NullMarked;
