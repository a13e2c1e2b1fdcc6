/** Settings of a distillation that go well together. */
@NullMarked
package org.distill4j.core.recipe;

import org.jspecify.annotations.NullMarked;
