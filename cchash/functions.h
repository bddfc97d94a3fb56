/* cchash/functions.h: the public functions of every map and set, each once.
 * SPDX-License-Identifier: MIT-0 */
#ifndef CCHASH_PRIV_FUNCTIONS_H
#define CCHASH_PRIV_FUNCTIONS_H

#include "traits.h"

#include "macros_off.h"

/* ---- The typed functions of the whole table ------------------------------------------------------------------ */

/* The lists below have each function once, as emit_(result, name, (parameters), { body }). emit_ makes of it a body,
 * static or not, or a prototype for a header. In a debug build a function that is not static has another name for the
 * linker, because the structs differ. */
#define CCHASH_PRIV_STATIC_FUNCTION(result_, function_, parameters_, ...)                                              \
    CCHASH_PRIV_STATIC result_ function_ parameters_ __VA_ARGS__
#define CCHASH_PRIV_FLAT_FUNCTION(result_, function_, parameters_, ...)                                                \
    CCHASH_PRIV_FLAT CCHASH_PRIV_STATIC result_ function_ parameters_ __VA_ARGS__
#define CCHASH_PRIV_EXTERN_FUNCTION(result_, function_, parameters_, ...) result_ function_ parameters_ __VA_ARGS__
#define CCHASH_PRIV_PROTOTYPE(result_, function_, parameters_, ...)                                                    \
    CCHASH_PRIV_EXTERN result_ function_ parameters_ CCHASH_PRIV_LINK_NAME(function_);

/* What is to be done for a map's arena, if it has one (cchash/string_map.h). */
#define CCHASH_PRIV_ARENA(traits_, what_) CCHASH_PRIV_IF(CCHASH_PRIV_HAS(ARENA_KEYS, traits_), what_, )

#define CCHASH_PRIV_FUNCTIONS_LIFE(emit_, layout_, name_, traits_)                                                     \
    emit_(void, name_##_init, (name_ * cchash_map_), { memset((void *)cchash_map_, 0, sizeof *cchash_map_); })         \
    emit_(void, name_##_init_seed, (name_ * cchash_map_, uint64_t cchash_seed_), {                                     \
        memset((void *)cchash_map_, 0, sizeof *cchash_map_);                                                           \
        layout_##_set_seed(&cchash_map_->cchash_table, cchash_seed_);                                                  \
    })                                                                                                                 \
    emit_(bool, name_##_init_buffer, (name_ * cchash_map_, void *cchash_buffer_, size_t cchash_bytes_), {              \
        memset((void *)cchash_map_, 0, sizeof *cchash_map_);                                                           \
        return layout_##_init_buffer(&cchash_map_->cchash_table, &name_##_priv_type, cchash_buffer_, cchash_bytes_);   \
    })                                                                                                                 \
    CCHASH_PRIV_IF(CCHASH_PRIV_HAS(ALLOCATOR, traits_),                                                                \
                   CCHASH_PRIV_FUNCTION_INIT_ALLOCATOR(emit_, name_, CCHASH_PRIV_CONTEXT(traits_))                     \
                       CCHASH_PRIV_FUNCTION_INIT_EX(emit_, layout_, name_, CCHASH_PRIV_CONTEXT(traits_)), )            \
    emit_(void, name_##_free, (name_ * cchash_map_), {                                                                 \
        layout_##_free(&cchash_map_->cchash_table, &name_##_priv_type);                                                \
        CCHASH_PRIV_ARENA(traits_,                                                                                     \
                          cchash_priv_arena_free(&cchash_map_->cchash_arena, &name_##_priv_type, cchash_map_);)        \
    })                                                                                                                 \
    emit_(size_t, name_##_size, (const name_ *cchash_map_), { return layout_##_size(&cchash_map_->cchash_table); })    \
    emit_(size_t, name_##_capacity, (const name_ *cchash_map_),                                                        \
          { return layout_##_capacity(&cchash_map_->cchash_table, &name_##_priv_type); })                              \
    emit_(size_t, name_##_memory, (const name_ *cchash_map_), {                                                        \
        return layout_##_memory(&cchash_map_->cchash_table, &name_##_priv_type)                                        \
            CCHASH_PRIV_ARENA(traits_, +cchash_priv_arena_bytes(&cchash_map_->cchash_arena));                          \
    })                                                                                                                 \
    emit_(bool, name_##_reserve, (name_ * cchash_map_, size_t cchash_count_),                                          \
          { return layout_##_reserve(&cchash_map_->cchash_table, &name_##_priv_type, cchash_count_); })                \
    emit_(bool, name_##_shrink, (name_ * cchash_map_), {                                                               \
        CCHASH_PRIV_ARENA(traits_, if (!name_##_size(cchash_map_)) cchash_priv_arena_free(                             \
                                       &cchash_map_->cchash_arena, &name_##_priv_type, cchash_map_);)                  \
        return layout_##_shrink(&cchash_map_->cchash_table, &name_##_priv_type);                                       \
    })                                                                                                                 \
    emit_(void, name_##_clear, (name_ * cchash_map_), {                                                                \
        layout_##_clear(&cchash_map_->cchash_table, &name_##_priv_type);                                               \
        CCHASH_PRIV_ARENA(traits_,                                                                                     \
                          cchash_priv_arena_clear(&cchash_map_->cchash_arena, &name_##_priv_type, cchash_map_);)       \
    })                                                                                                                 \
    emit_(void, name_##_swap, (name_ * cchash_left_, name_ * cchash_right_), {                                         \
        name_ cchash_swapped_ = *cchash_left_;                                                                         \
        *cchash_left_ = *cchash_right_;                                                                                \
        *cchash_right_ = cchash_swapped_;                                                                              \
    })                                                                                                                 \
    emit_(cchash_stats, name_##_stats, (const name_ *cchash_map_), {                                                   \
        cchash_stats cchash_stats_ = layout_##_statistics(&cchash_map_->cchash_table, &name_##_priv_type);             \
        CCHASH_PRIV_ARENA(traits_,                                                                                     \
                          cchash_priv_add_bytes(&cchash_stats_, cchash_priv_arena_bytes(&cchash_map_->cchash_arena));) \
        return cchash_stats_;                                                                                          \
    })                                                                                                                 \
    emit_(bool, name_##_save,                                                                                          \
          (const name_ *cchash_map_, bool (*cchash_write_)(void *, const void *, size_t), void *cchash_context_), {    \
              return layout_##_save(&cchash_map_->cchash_table, &name_##_priv_type, CCHASH_PRIV_LAYOUT_##layout_,      \
                                    name_##_priv_text, cchash_write_, cchash_context_);                                \
          })                                                                                                           \
    emit_(bool, name_##_open, (name_ * cchash_map_, const void *cchash_image_, size_t cchash_bytes_), {                \
        CCHASH_PRIV_ARENA(traits_, memset(&cchash_map_->cchash_arena, 0, sizeof cchash_map_->cchash_arena);)           \
        return layout_##_open(&cchash_map_->cchash_table, &name_##_priv_type, CCHASH_PRIV_LAYOUT_##layout_,            \
                              name_##_priv_text, cchash_image_, cchash_bytes_);                                        \
    })                                                                                                                 \
    emit_(bool, name_##_verify, (const name_ *cchash_map_),                                                            \
          { return layout_##_verify(&cchash_map_->cchash_table, &name_##_priv_type); })

#define CCHASH_PRIV_FUNCTIONS_CLONE(emit_, name_, traits_)                                                             \
    CCHASH_PRIV_IF(CCHASH_PRIV_HAS(ARENA_KEYS, traits_), CCHASH_PRIV_FUNCTION_CLONE_ARENA, CCHASH_PRIV_FUNCTION_CLONE) \
    (emit_, name_)
#define CCHASH_PRIV_FUNCTION_CLONE(emit_, name_)                                                                       \
    emit_(bool, name_##_clone, (name_ * cchash_to_, const name_ *cchash_from_),                                        \
          { return name_##_priv_clone(cchash_to_, cchash_from_); })

#define CCHASH_PRIV_FUNCTION_INIT_ALLOCATOR(emit_, name_, T_)                                                          \
    emit_(void, name_##_init_allocator, (name_ * cchash_map_, T_ cchash_allocator_), {                                 \
        memset((void *)cchash_map_, 0, sizeof *cchash_map_);                                                           \
        cchash_map_->cchash_allocator = cchash_allocator_;                                                             \
    })

#define CCHASH_PRIV_FUNCTION_INIT_EX(emit_, layout_, name_, T_)                                                        \
    emit_(void, name_##_init_ex, (name_ * cchash_map_, uint64_t cchash_seed_, T_ cchash_allocator_), {                 \
        name_##_init_allocator(cchash_map_, cchash_allocator_);                                                        \
        layout_##_set_seed(&cchash_map_->cchash_table, cchash_seed_);                                                  \
    })

#define CCHASH_PRIV_FUNCTION_KEYS(emit_, name_)                                                                        \
    emit_(size_t, name_##_keys, (const name_ *cchash_map_, const name_##_key **cchash_out_), {                         \
        size_t cchash_count_ = 0;                                                                                      \
        CCHASH_FOREACH (name_, cchash_iter_, cchash_map_) cchash_out_[cchash_count_++] = cchash_iter_.key;             \
        return cchash_count_;                                                                                          \
    })

/* What takes two maps of the same type. In a map with an arena, long keys get their place there first. */
#define CCHASH_PRIV_ADOPT(name_, traits_) CCHASH_PRIV_IF(CCHASH_PRIV_HAS(ARENA_KEYS, traits_), name_##_priv_adopt, NULL)
#define CCHASH_PRIV_FUNCTIONS_TWO(emit_, layout_, name_, traits_)                                                      \
    emit_(bool, name_##_merge, (name_ * cchash_to_, name_ * cchash_from_), {                                           \
        CCHASH_PRIV_ARENA(traits_, if (!name_##_priv_arena_room(cchash_to_, cchash_from_)) return false;)              \
        return layout_##_merge(&cchash_to_->cchash_table, &cchash_from_->cchash_table, &name_##_priv_type,             \
                               CCHASH_PRIV_ADOPT(name_, traits_));                                                     \
    })
#define CCHASH_PRIV_FUNCTIONS_TWO_MAP(emit_, layout_, name_, traits_)                                                  \
    CCHASH_PRIV_FUNCTIONS_TWO(emit_, layout_, name_, traits_)                                                          \
    emit_(bool, name_##_equal,                                                                                         \
          (const name_ *cchash_left_, const name_ *cchash_right_,                                                      \
           bool (*cchash_same_)(const name_##_value *, const name_##_value *)),                                        \
          {                                                                                                            \
              if (name_##_size(cchash_left_) != name_##_size(cchash_right_)) return false;                             \
              CCHASH_FOREACH (name_, cchash_iter_, cchash_left_) {                                                     \
                  const name_##_entry *cchash_entry_ = (const name_##_entry *)layout_##_find_key(                      \
                      &cchash_right_->cchash_table, &name_##_priv_type, cchash_iter_.key);                             \
                  if (!cchash_entry_) return false;                                                                    \
                  if (cchash_same_ &&                                                                                  \
                      !cchash_same_(cchash_iter_.value, name_##_priv_value_of(cchash_right_, cchash_entry_)))          \
                      return false;                                                                                    \
              }                                                                                                        \
              return true;                                                                                             \
          })
#define CCHASH_PRIV_FUNCTIONS_TWO_SET(emit_, layout_, name_, traits_)                                                  \
    CCHASH_PRIV_FUNCTIONS_TWO(emit_, layout_, name_, traits_)                                                          \
    emit_(bool, name_##_is_subset, (const name_ *cchash_set_, const name_ *cchash_of_),                                \
          { return layout_##_is_subset(&cchash_set_->cchash_table, &cchash_of_->cchash_table, &name_##_priv_type); })  \
    emit_(bool, name_##_equal, (const name_ *cchash_left_, const name_ *cchash_right_), {                              \
        return name_##_size(cchash_left_) == name_##_size(cchash_right_) &&                                            \
               name_##_is_subset(cchash_left_, cchash_right_);                                                         \
    })                                                                                                                 \
    emit_(bool, name_##_union, (name_ * cchash_to_, const name_ *cchash_from_), {                                      \
        name_##_priv_scratch cchash_scratch_;                                                                          \
        CCHASH_PRIV_ARENA(traits_, if (!name_##_priv_arena_room(cchash_to_, cchash_from_)) return false;)              \
        return layout_##_union(&cchash_to_->cchash_table, &cchash_from_->cchash_table, &name_##_priv_type,             \
                               CCHASH_PRIV_ADOPT(name_, traits_), &cchash_scratch_);                                   \
    })                                                                                                                 \
    emit_(size_t, name_##_intersect, (name_ * cchash_to_, const name_ *cchash_with_), {                                \
        name_##_priv_scratch cchash_scratch_;                                                                          \
        return layout_##_filter(&cchash_to_->cchash_table, &cchash_with_->cchash_table, &name_##_priv_type, false,     \
                                &cchash_scratch_);                                                                     \
    })                                                                                                                 \
    emit_(size_t, name_##_subtract, (name_ * cchash_to_, const name_ *cchash_what_), {                                 \
        name_##_priv_scratch cchash_scratch_;                                                                          \
        return layout_##_subtract(&cchash_to_->cchash_table, &cchash_what_->cchash_table, &name_##_priv_type,          \
                                  &cchash_scratch_);                                                                   \
    })

#define CCHASH_PRIV_FUNCTIONS_ITER(emit_, layout_, name_)                                                              \
    emit_(void, name_##_remove_at, (name_ * cchash_map_, name_##_iter * cchash_iter_), {                               \
        name_##_priv_scratch cchash_scratch_;                                                                          \
        CCHASH_PRIV_CHECK(cchash_iter_->key, "remove_at: the iterator stands on no element");                          \
        layout_##_remove_at(&cchash_map_->cchash_table, &name_##_priv_type, &cchash_iter_->cchash_at,                  \
                            &cchash_scratch_);                                                                         \
        CCHASH_PRIV_ITER_RESET(cchash_iter_);                                                                          \
    })                                                                                                                 \
    emit_(size_t, name_##_position, (const name_##_iter *cchash_iter_),                                                \
          { return layout_##_position(&cchash_iter_->cchash_at, &name_##_priv_type); })                                \
    emit_(name_##_iter, name_##_at_position, (const name_ *cchash_map_, size_t cchash_position_), {                    \
        name_##_iter cchash_iter_;                                                                                     \
        memset((void *)&cchash_iter_, 0, sizeof cchash_iter_);                                                         \
        cchash_iter_.cchash_at = layout_##_at_position(&cchash_map_->cchash_table, &name_##_priv_type,                 \
                                                       cchash_position_, name_##_priv_scan_next);                      \
        return cchash_iter_;                                                                                           \
    })                                                                                                                 \
    emit_(name_##_iter, name_##_begin, (const name_ *cchash_map_), {                                                   \
        name_##_iter cchash_iter_;                                                                                     \
        memset((void *)&cchash_iter_, 0, sizeof cchash_iter_);                                                         \
        cchash_iter_.cchash_at = layout_##_begin(&cchash_map_->cchash_table, &name_##_priv_type);                      \
        return cchash_iter_;                                                                                           \
    })

#define CCHASH_PRIV_FUNCTIONS_ITER_MAP(emit_, layout_, name_)                                                          \
    CCHASH_PRIV_FUNCTIONS_ITER(emit_, layout_, name_)                                                                  \
    emit_(bool, name_##_pop, (name_ * cchash_map_, name_##_key * cchash_key_out_, name_##_value * cchash_value_out_),  \
          {                                                                                                            \
              name_##_priv_scratch cchash_scratch_;                                                                    \
              return layout_##_pop(&cchash_map_->cchash_table, &name_##_priv_type, cchash_key_out_, cchash_value_out_, \
                                   &cchash_scratch_);                                                                  \
          })                                                                                                           \
    emit_(bool, name_##_next, (name_##_iter * cchash_iter_), {                                                         \
        name_##_entry *cchash_entry_ = (name_##_entry *)layout_##_next(&cchash_iter_->cchash_at, &name_##_priv_type);  \
        if (!cchash_entry_) return false;                                                                              \
        cchash_iter_->key = &cchash_entry_->cchash_key;                                                                \
        cchash_iter_->value =                                                                                          \
            (name_##_value *)layout_##_iter_value(&cchash_iter_->cchash_at, &name_##_priv_type, cchash_entry_);        \
        return true;                                                                                                   \
    })                                                                                                                 \
    emit_(size_t, name_##_retain,                                                                                      \
          (name_ * cchash_map_, bool (*cchash_keep_)(const name_##_key *, name_##_value *, void *),                    \
           void *cchash_context_),                                                                                     \
          {                                                                                                            \
              size_t cchash_before_ = name_##_size(cchash_map_);                                                       \
              CCHASH_FOREACH (name_, cchash_iter_, cchash_map_)                                                        \
                  if (!cchash_keep_(cchash_iter_.key, cchash_iter_.value, cchash_context_))                            \
                      name_##_remove_at(cchash_map_, &cchash_iter_);                                                   \
              if (name_##_size(cchash_map_) != cchash_before_) name_##_priv_maintain(cchash_map_);                     \
              return cchash_before_ - name_##_size(cchash_map_);                                                       \
          })

#define CCHASH_PRIV_FUNCTIONS_ITER_SET(emit_, layout_, name_)                                                          \
    CCHASH_PRIV_FUNCTIONS_ITER(emit_, layout_, name_)                                                                  \
    emit_(bool, name_##_pop, (name_ * cchash_map_, name_##_key * cchash_key_out_), {                                   \
        name_##_priv_scratch cchash_scratch_;                                                                          \
        return layout_##_pop(&cchash_map_->cchash_table, &name_##_priv_type, cchash_key_out_, NULL, &cchash_scratch_); \
    })                                                                                                                 \
    emit_(bool, name_##_next, (name_##_iter * cchash_iter_), {                                                         \
        name_##_entry *cchash_entry_ = (name_##_entry *)layout_##_next(&cchash_iter_->cchash_at, &name_##_priv_type);  \
        if (!cchash_entry_) return false;                                                                              \
        cchash_iter_->key = &cchash_entry_->cchash_key;                                                                \
        return true;                                                                                                   \
    })                                                                                                                 \
    emit_(size_t, name_##_retain,                                                                                      \
          (name_ * cchash_map_, bool (*cchash_keep_)(const name_##_key *, void *), void *cchash_context_), {           \
              size_t cchash_before_ = name_##_size(cchash_map_);                                                       \
              CCHASH_FOREACH (name_, cchash_iter_, cchash_map_)                                                        \
                  if (!cchash_keep_(cchash_iter_.key, cchash_context_)) name_##_remove_at(cchash_map_, &cchash_iter_); \
              if (name_##_size(cchash_map_) != cchash_before_) name_##_priv_maintain(cchash_map_);                     \
              return cchash_before_ - name_##_size(cchash_map_);                                                       \
          })

/* ---- The typed functions that take a key ------------------------------------------------------------------------
 * name_get and its like for K, name_get_how for a lookup. */

#define CCHASH_PRIV_FUNCTIONS_FIND(emit_, name_, via_, Q_)                                                             \
    emit_(uint64_t, name_##_hash##via_, (const name_ *cchash_map_, Q_ cchash_key_),                                    \
          { return name_##_priv##via_##_hash(&cchash_key_, name_##_priv_seed(cchash_map_)); })                         \
    emit_(                                                                                                             \
        name_##_iter, name_##_find_hashed##via_, (const name_ *cchash_map_, uint64_t cchash_hash_, Q_ cchash_key_), {  \
            return name_##_priv_iter_at(                                                                               \
                cchash_map_, &name_##_priv_type,                                                                       \
                name_##_priv_find(cchash_map_, &name_##_priv##via_##_type, cchash_hash_, &cchash_key_), cchash_hash_); \
        })                                                                                                             \
    emit_(name_##_iter, name_##_find##via_, (const name_ *cchash_map_, Q_ cchash_key_), {                              \
        return name_##_find_hashed##via_(cchash_map_, name_##_hash##via_(cchash_map_, cchash_key_), cchash_key_);      \
    })                                                                                                                 \
    emit_(bool, name_##_contains_hashed##via_, (const name_ *cchash_map_, uint64_t cchash_hash_, Q_ cchash_key_),      \
          { return name_##_priv_find(cchash_map_, &name_##_priv##via_##_type, cchash_hash_, &cchash_key_) != NULL; })  \
    emit_(bool, name_##_contains##via_, (const name_ *cchash_map_, Q_ cchash_key_), {                                  \
        return name_##_contains_hashed##via_(cchash_map_, name_##_hash##via_(cchash_map_, cchash_key_), cchash_key_);  \
    })                                                                                                                 \
    emit_(const name_##_key *, name_##_get_key##via_, (const name_ *cchash_map_, Q_ cchash_key_), {                    \
        const name_##_entry *cchash_entry_ = name_##_priv_find(                                                        \
            cchash_map_, &name_##_priv##via_##_type, name_##_hash##via_(cchash_map_, cchash_key_), &cchash_key_);      \
        return cchash_entry_ ? &cchash_entry_->cchash_key : NULL;                                                      \
    })                                                                                                                 \
    emit_(bool, name_##_remove_hashed##via_, (name_ * cchash_map_, uint64_t cchash_hash_, Q_ cchash_key_), {           \
        return name_##_priv_take(cchash_map_, &name_##_priv##via_##_type, cchash_hash_, &cchash_key_, NULL, NULL);     \
    })                                                                                                                 \
    emit_(bool, name_##_remove##via_, (name_ * cchash_map_, Q_ cchash_key_), {                                         \
        return name_##_remove_hashed##via_(cchash_map_, name_##_hash##via_(cchash_map_, cchash_key_), cchash_key_);    \
    })                                                                                                                 \
    emit_(void, name_##_prefetch_hashed##via_, (const name_ *cchash_map_, uint64_t cchash_hash_, Q_ cchash_key_), {    \
        (void)cchash_key_;                                                                                             \
        name_##_priv_prefetch(cchash_map_, &name_##_priv##via_##_type, cchash_hash_);                                  \
    })                                                                                                                 \
    emit_(void, name_##_prefetch##via_, (const name_ *cchash_map_, Q_ cchash_key_),                                    \
          { name_##_prefetch_hashed##via_(cchash_map_, name_##_hash##via_(cchash_map_, cchash_key_), cchash_key_); })

#define CCHASH_PRIV_FUNCTIONS_FIND_MAP(emit_, name_, via_, Q_)                                                         \
    CCHASH_PRIV_FUNCTIONS_FIND(emit_, name_, via_, Q_)                                                                 \
    emit_(name_##_value *, name_##_get_hashed##via_,                                                                   \
          (const name_ *cchash_map_, uint64_t cchash_hash_, Q_ cchash_key_),                                           \
          { return name_##_priv_get(cchash_map_, &name_##_priv##via_##_type, cchash_hash_, &cchash_key_); })           \
    emit_(name_##_value *, name_##_get##via_, (const name_ *cchash_map_, Q_ cchash_key_), {                            \
        return name_##_get_hashed##via_(cchash_map_, name_##_hash##via_(cchash_map_, cchash_key_), cchash_key_);       \
    })                                                                                                                 \
    emit_(name_##_value, name_##_get_or##via_,                                                                         \
          (const name_ *cchash_map_, Q_ cchash_key_, name_##_value cchash_otherwise_), {                               \
              const name_##_value *cchash_value_ = name_##_get##via_(cchash_map_, cchash_key_);                        \
              return cchash_value_ ? *cchash_value_ : cchash_otherwise_;                                               \
          })                                                                                                           \
    emit_(bool, name_##_take##via_,                                                                                    \
          (name_ * cchash_map_, Q_ cchash_key_, name_##_key * cchash_key_out_, name_##_value * cchash_value_out_), {   \
              return name_##_priv_take(cchash_map_, &name_##_priv##via_##_type,                                        \
                                       name_##_hash##via_(cchash_map_, cchash_key_), &cchash_key_, cchash_key_out_,    \
                                       cchash_value_out_);                                                             \
          })                                                                                                           \
    emit_(size_t, name_##_get_many##via_,                                                                              \
          (const name_ *cchash_map_, const Q_ *cchash_keys_, size_t cchash_count_, name_##_value **cchash_out_), {     \
              return name_##_priv_get_many(cchash_map_, &name_##_priv##via_##_type, cchash_keys_, cchash_count_,       \
                                           (void *)cchash_out_, true);                                                 \
          })

#define CCHASH_PRIV_FUNCTIONS_FIND_SET(emit_, name_, via_, Q_)                                                         \
    CCHASH_PRIV_FUNCTIONS_FIND(emit_, name_, via_, Q_)                                                                 \
    emit_(const name_##_key *, name_##_get_hashed##via_,                                                               \
          (const name_ *cchash_map_, uint64_t cchash_hash_, Q_ cchash_key_), {                                         \
              const name_##_entry *cchash_entry_ =                                                                     \
                  name_##_priv_find(cchash_map_, &name_##_priv##via_##_type, cchash_hash_, &cchash_key_);              \
              return cchash_entry_ ? &cchash_entry_->cchash_key : NULL;                                                \
          })                                                                                                           \
    emit_(const name_##_key *, name_##_get##via_, (const name_ *cchash_map_, Q_ cchash_key_),                          \
          { return name_##_get_key##via_(cchash_map_, cchash_key_); })                                                 \
    emit_(bool, name_##_take##via_, (name_ * cchash_map_, Q_ cchash_key_, name_##_key * cchash_key_out_), {            \
        return name_##_priv_take(cchash_map_, &name_##_priv##via_##_type,                                              \
                                 name_##_hash##via_(cchash_map_, cchash_key_), &cchash_key_, cchash_key_out_, NULL);   \
    })                                                                                                                 \
    emit_(size_t, name_##_get_many##via_,                                                                              \
          (const name_ *cchash_map_, const Q_ *cchash_keys_, size_t cchash_count_, const name_##_key **cchash_out_), { \
              return name_##_priv_get_many(cchash_map_, &name_##_priv##via_##_type, cchash_keys_, cchash_count_,       \
                                           (void *)cchash_out_, false);                                                \
          })

#define CCHASH_PRIV_FUNCTIONS_INSERT(emit_, name_, via_, Q_)                                                           \
    emit_(name_##_iter, name_##_find_or_insert_hashed##via_,                                                           \
          (name_ * cchash_map_, uint64_t cchash_hash_, Q_ cchash_key_, bool *cchash_inserted_), {                      \
              bool cchash_found_;                                                                                      \
              name_##_entry *cchash_entry_ = name_##_priv_emplace(cchash_map_, &name_##_priv##via_##_type,             \
                                                                  cchash_hash_, &cchash_key_, NULL, &cchash_found_);   \
              if (cchash_inserted_) *cchash_inserted_ = cchash_entry_ && !cchash_found_;                               \
              return name_##_priv_iter_at(cchash_map_, &name_##_priv_type, cchash_entry_, cchash_hash_);               \
          })                                                                                                           \
    emit_(name_##_iter, name_##_find_or_insert##via_, (name_ * cchash_map_, Q_ cchash_key_, bool *cchash_inserted_), { \
        uint64_t cchash_hash_ = name_##_priv_insert_hash(cchash_map_, &name_##_priv##via_##_type, &cchash_key_);       \
        return name_##_find_or_insert_hashed##via_(cchash_map_, cchash_hash_, cchash_key_, cchash_inserted_);          \
    })

#define CCHASH_PRIV_FUNCTIONS_INSERT_MAP(emit_, name_, via_, Q_)                                                       \
    CCHASH_PRIV_FUNCTIONS_INSERT(emit_, name_, via_, Q_)                                                               \
    emit_(int, name_##_put_hashed##via_,                                                                               \
          (name_ * cchash_map_, uint64_t cchash_hash_, Q_ cchash_key_, name_##_value cchash_value_), {                 \
              return name_##_priv_put(cchash_map_, &name_##_priv##via_##_type, cchash_hash_, &cchash_key_,             \
                                      &cchash_value_);                                                                 \
          })                                                                                                           \
    emit_(int, name_##_put##via_, (name_ * cchash_map_, Q_ cchash_key_, name_##_value cchash_value_), {                \
        uint64_t cchash_hash_ = name_##_priv_insert_hash(cchash_map_, &name_##_priv##via_##_type, &cchash_key_);       \
        return name_##_put_hashed##via_(cchash_map_, cchash_hash_, cchash_key_, cchash_value_);                        \
    })                                                                                                                 \
    emit_(int, name_##_add_hashed##via_,                                                                               \
          (name_ * cchash_map_, uint64_t cchash_hash_, Q_ cchash_key_, name_##_value cchash_value_), {                 \
              bool cchash_found_;                                                                                      \
              if (!name_##_priv_emplace(cchash_map_, &name_##_priv##via_##_type, cchash_hash_, &cchash_key_,           \
                                        &cchash_value_, &cchash_found_))                                               \
                  return CCHASH_NOMEM;                                                                                 \
              return cchash_found_ ? CCHASH_PRESENT : CCHASH_INSERTED;                                                 \
          })                                                                                                           \
    emit_(int, name_##_add##via_, (name_ * cchash_map_, Q_ cchash_key_, name_##_value cchash_value_), {                \
        uint64_t cchash_hash_ = name_##_priv_insert_hash(cchash_map_, &name_##_priv##via_##_type, &cchash_key_);       \
        return name_##_add_hashed##via_(cchash_map_, cchash_hash_, cchash_key_, cchash_value_);                        \
    })                                                                                                                 \
    emit_(name_##_value *, name_##_upsert_hashed##via_,                                                                \
          (name_ * cchash_map_, uint64_t cchash_hash_, Q_ cchash_key_, bool *cchash_inserted_), {                      \
              bool cchash_found_;                                                                                      \
              name_##_entry *cchash_entry_ = name_##_priv_emplace(cchash_map_, &name_##_priv##via_##_type,             \
                                                                  cchash_hash_, &cchash_key_, NULL, &cchash_found_);   \
              if (cchash_inserted_) *cchash_inserted_ = cchash_entry_ && !cchash_found_;                               \
              return cchash_entry_ ? name_##_priv_value_of(cchash_map_, cchash_entry_) : NULL;                         \
          })                                                                                                           \
    emit_(name_##_value *, name_##_upsert##via_, (name_ * cchash_map_, Q_ cchash_key_, bool *cchash_inserted_), {      \
        uint64_t cchash_hash_ = name_##_priv_insert_hash(cchash_map_, &name_##_priv##via_##_type, &cchash_key_);       \
        return name_##_upsert_hashed##via_(cchash_map_, cchash_hash_, cchash_key_, cchash_inserted_);                  \
    })                                                                                                                 \
    emit_(ptrdiff_t, name_##_put_many##via_,                                                                           \
          (name_ * cchash_map_, const Q_ *cchash_keys_, const name_##_value *cchash_values_, size_t cchash_count_), {  \
              return name_##_priv_put_many(cchash_map_, &name_##_priv##via_##_type, cchash_keys_, cchash_values_,      \
                                           cchash_count_);                                                             \
          })

#define CCHASH_PRIV_FUNCTIONS_INSERT_SET(emit_, name_, via_, Q_)                                                       \
    CCHASH_PRIV_FUNCTIONS_INSERT(emit_, name_, via_, Q_)                                                               \
    emit_(int, name_##_add_hashed##via_, (name_ * cchash_map_, uint64_t cchash_hash_, Q_ cchash_key_), {               \
        bool cchash_found_;                                                                                            \
        if (!name_##_priv_emplace(cchash_map_, &name_##_priv##via_##_type, cchash_hash_, &cchash_key_, NULL,           \
                                  &cchash_found_))                                                                     \
            return CCHASH_NOMEM;                                                                                       \
        return cchash_found_ ? CCHASH_PRESENT : CCHASH_INSERTED;                                                       \
    })                                                                                                                 \
    emit_(int, name_##_add##via_, (name_ * cchash_map_, Q_ cchash_key_), {                                             \
        uint64_t cchash_hash_ = name_##_priv_insert_hash(cchash_map_, &name_##_priv##via_##_type, &cchash_key_);       \
        return name_##_add_hashed##via_(cchash_map_, cchash_hash_, cchash_key_);                                       \
    })                                                                                                                 \
    emit_(ptrdiff_t, name_##_add_many##via_, (name_ * cchash_map_, const Q_ *cchash_keys_, size_t cchash_count_), {    \
        return name_##_priv_put_many(cchash_map_, &name_##_priv##via_##_type, cchash_keys_, NULL, cchash_count_);      \
    })

/* All functions of a map or set, in two parts: maps of strings have other functions that take keys. */
#define CCHASH_PRIV_FUNCTIONS_WHOLE_MAP(emit_, layout_, name_, traits_)                                                \
    CCHASH_PRIV_FUNCTIONS_LIFE(emit_, layout_, name_, traits_)                                                         \
    CCHASH_PRIV_FUNCTIONS_ITER_MAP(emit_, layout_, name_)                                                              \
    CCHASH_PRIV_FUNCTION_KEYS(emit_, name_)                                                                            \
    CCHASH_PRIV_FUNCTIONS_TWO_MAP(emit_, layout_, name_, traits_)                                                      \
    CCHASH_PRIV_FUNCTIONS_CLONE(emit_, name_, traits_)
#define CCHASH_PRIV_FUNCTIONS_WHOLE_SET(emit_, layout_, name_, traits_)                                                \
    CCHASH_PRIV_FUNCTIONS_LIFE(emit_, layout_, name_, traits_)                                                         \
    CCHASH_PRIV_FUNCTIONS_ITER_SET(emit_, layout_, name_)                                                              \
    CCHASH_PRIV_FUNCTION_KEYS(emit_, name_)                                                                            \
    CCHASH_PRIV_FUNCTIONS_TWO_SET(emit_, layout_, name_, traits_)                                                      \
    CCHASH_PRIV_FUNCTIONS_CLONE(emit_, name_, traits_)
#define CCHASH_PRIV_FUNCTIONS_KEY_MAP(emit_, name_, via_, Q_)                                                          \
    CCHASH_PRIV_FUNCTIONS_FIND_MAP(emit_, name_, via_, Q_)                                                             \
    CCHASH_PRIV_FUNCTIONS_INSERT_MAP(emit_, name_, via_, Q_)
#define CCHASH_PRIV_FUNCTIONS_KEY_SET(emit_, name_, via_, Q_)                                                          \
    CCHASH_PRIV_FUNCTIONS_FIND_SET(emit_, name_, via_, Q_)                                                             \
    CCHASH_PRIV_FUNCTIONS_INSERT_SET(emit_, name_, via_, Q_)

#include "macros_on.h"

#endif
