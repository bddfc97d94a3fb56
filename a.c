#include <stdint.h>
typedef int k; enum e {A}; struct s{int x;};
 static_assert(1, "x");
int a[__builtin_classify_type(*(int*)0)==1?1:-1];
int b[__builtin_classify_type(*(double*)0)==8?1:-1];
int c[__builtin_classify_type(*(char**)0)==5?1:-1];
int d[__builtin_classify_type(*(struct s*)0)==12?1:-1];
int e[__builtin_classify_type(*(enum e*)0)<=4?1:-1];
int f[__builtin_classify_type(*(bool*)0)<=4?1:-1];
int g[__builtin_classify_type(*(char*)0)<=4?1:-1];
