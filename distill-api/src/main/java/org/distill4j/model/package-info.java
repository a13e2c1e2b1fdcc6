/** Models as pure functions over the tensor algebra, their scopes and their weights. */
@NullMarked
package org.distill4j.model;

import org.jspecify.annotations.NullMarked;
