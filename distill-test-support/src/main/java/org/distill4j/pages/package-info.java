/** The documents' pages, and the code that they show. Shared by the tests of all modules. */
@NullMarked
package org.distill4j.pages;

import org.jspecify.annotations.NullMarked;
