@NullMarked
package org.distill4j.examples.multitask;

import org.jspecify.annotations.NullMarked;
