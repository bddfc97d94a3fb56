/* CCHASH_SIPHASH: any map or set of the library's hash functions, keyed with SipHash. */
#include "test.h"
#include "cchash.h"

CCHASH_DEFINE_EX(mu, uint64_t, int, cchash_hash_u64, cchash_eq_u64, (CCHASH_SIPHASH));
CCHASH_OA_DEFINE_EX(mi, int, int, cchash_hash_u32, cchash_eq_u32, (CCHASH_SIPHASH, CCHASH_CACHED_HASH));
CCHASH_CHAIN_DEFINE_EX(mc, const char *, int, cchash_hash_cstr, cchash_eq_cstr, (CCHASH_SIPHASH));
CCHASH_DEFINE_SET_EX(mv, cchash_view, cchash_hash_view, cchash_eq_view, (CCHASH_SIPHASH));
CCHASH_DEFINE_STR_EX(ms, int, (CCHASH_SIPHASH));
CCHASH_OA_DEFINE_STR(ma, int, (CCHASH_ARENA_KEYS, CCHASH_SIPHASH, CCHASH_CACHED_HASH));
CCHASH_CHAIN_DEFINE_STR_SET_EX(mset, (CCHASH_SIPHASH));
static bool is(const char *a, cchash_view v) { return strlen(a) == v.len && !memcmp(a, v.ptr, v.len); }
CCHASH_LOOKUP_EX(mc, view, cchash_view, cchash_hash_view, is, (CCHASH_SIPHASH));
CCHASH_DECLARE_STR(md, int, (CCHASH_SIPHASH));
CCHASH_IMPLEMENT_STR(md, int, (CCHASH_SIPHASH));

enum { KEYS = 5000 };

TEST(every_form) {
    static char keys[KEYS][60];
    mu u;
    mi i;
    mc c;
    mv v;
    ms s;
    ma a;
    mset t;
    md d;
    mu_init(&u);
    mi_init(&i);
    mc_init(&c);
    mv_init(&v);
    ms_init(&s);
    ma_init(&a);
    mset_init(&t);
    md_init(&d);
    for (int k = 0; k < KEYS; k++) {
        snprintf(keys[k], 60, "%s%d", k % 3 ? "k" : "a rather long key that is not inline at all ", k);
        CHECK(mu_put(&u, (uint64_t)k, k) == 1);
        CHECK(mi_put(&i, -k, k) == 1);
        CHECK(mc_put(&c, keys[k], k) == 1);
        CHECK(mv_add(&v, cchash_view_cstr(keys[k])) == 1);
        CHECK(ms_put(&s, keys[k], k) == 1);
        CHECK(ma_put(&a, keys[k], k) == 1);
        CHECK(mset_add(&t, keys[k]) == 1);
        CHECK(md_put(&d, keys[k], k) == 1);
    }
    for (int k = 0; k < KEYS; k++) {
        CHECK(*mu_get(&u, (uint64_t)k) == k);
        CHECK(*mi_get(&i, -k) == k);
        CHECK(*mc_get(&c, keys[k]) == k);
        CHECK(*mc_get_view(&c, cchash_view_cstr(keys[k])) == k);
        CHECK(mv_get(&v, cchash_view_cstr(keys[k])));
        CHECK(*ms_get(&s, keys[k]) == k);
        CHECK(*ma_get_n(&a, keys[k], strlen(keys[k])) == k);
        CHECK(*ms_get_hashed(&s, ms_hash(&s, keys[k]), keys[k]) == k);
        CHECK(mset_contains(&t, keys[k]));
        CHECK(*md_get(&d, keys[k]) == k);
        CHECK(ms_put(&s, keys[k], k) == 0);
    }
    CHECK(mu_verify(&u) && mi_verify(&i) && mc_verify(&c) && mv_verify(&v) && ms_verify(&s) && ma_verify(&a) &&
          mset_verify(&t) && md_verify(&d));
    ms s2;
    ms_init(&s2);
    CHECK(ms_clone(&s2, &s));
    CHECK(ms_verify(&s2));
    CHECK(*ms_get(&s2, keys[3]) == 3);
    cchash_str out;
    int val;
    CHECK(ms_take(&s2, keys[3], &out, &val));
    CHECK(cchash_hash_str(out) == cchash_hash_cstr(keys[3]));
    cchash_str_free(&out);
    const char *many[KEYS];
    int *found[KEYS], vals[KEYS];
    for (int k = 0; k < KEYS; k++) many[k] = keys[k], vals[k] = k;
    CHECK(ms_get_many(&s, many, KEYS, found) == KEYS);
    ms s3;
    ms_init(&s3);
    CHECK(ms_put_many(&s3, many, vals, KEYS) == KEYS);
    CHECK(ms_verify(&s3));
    ma a3;
    ma_init(&a3);
    CHECK(ma_put_many(&a3, many, vals, KEYS) == KEYS);
    CHECK(ma_verify(&a3));
    for (int k = 0; k < KEYS; k += 2) {
        CHECK(ms_remove(&s, keys[k]));
        CHECK(ma_remove(&a, keys[k]));
        CHECK(mset_remove(&t, keys[k]));
    }
    CHECK(ms_shrink(&s) && ms_verify(&s));
    CHECK(ma_verify(&a) && mset_verify(&t));
    mu_free(&u);
    mi_free(&i);
    mc_free(&c);
    mv_free(&v);
    ms_free(&s);
    ms_free(&s2);
    ms_free(&s3);
    ma_free(&a);
    ma_free(&a3);
    mset_free(&t);
    md_free(&d);
}
END_TEST

/* A map draws its seed with its first key, and keeps it: hashes that a program has stored stay right. */
TEST(hashes_stay) {
    ms m = EMPTY;
    CHECK(ms_put(&m, "one", 1) == CCHASH_INSERTED);
    const uint64_t hash = ms_hash(&m, "two");
    CHECK(ms_put_hashed(&m, hash, "two", 2) == CCHASH_INSERTED);
    ms_clear(&m);
    CHECK(ms_hash(&m, "two") == hash);
    CHECK(ms_shrink(&m));
    CHECK(ms_hash(&m, "two") == hash);
    ms_free(&m);
    CHECK(ms_hash(&m, "two") == hash);
    CHECK(ms_put_hashed(&m, hash, "two", 2) == CCHASH_INSERTED);
    CHECK(*ms_get(&m, "two") == 2 && ms_verify(&m));
    ms_free(&m);
    ms other = EMPTY;
    CHECK(ms_put(&other, "one", 1) == CCHASH_INSERTED);
#ifndef CCHASH_SEED
    CHECK(ms_hash(&other, "two") != hash);
#endif
    ms_free(&other);
}
END_TEST

int main(void) {
    Suite *suite = suite_create("siphash");
    TCase *c = tcase_create("siphash");
    tcase_add_test(c, every_form);
    tcase_add_test(c, hashes_stay);
    suite_add_tcase(suite, c);
    return run_suite(suite);
}
