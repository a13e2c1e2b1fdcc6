/** A student for digits of another kind than its teacher was trained on. */
@NullMarked
package org.distill4j.examples.domain;

import org.jspecify.annotations.NullMarked;
